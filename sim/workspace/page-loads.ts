/** More pages than anybody has open. */
const MOST = 200;

/**
 * When each page was loaded, as a place in the history of messages. Slack does not keep ephemeral messages: a page that is
 * loaded anew shows none of those that were there before.
 */
export interface PageLoads {
  /**
   * @param page what a page calls itself from its loading on, over lost connections and changes of person
   * @param now the place in the history at this moment
   */
  placeOf(page: string, now: number): number;
}

export function createPageLoads(): PageLoads {
  const places = new Map<string, number>();
  return {
    placeOf(page, now) {
      const known = places.get(page);
      if (known !== undefined || page === '') return known ?? now;
      const [oldest] = places.keys();
      if (places.size >= MOST && oldest !== undefined) places.delete(oldest);
      places.set(page, now);
      return now;
    },
  };
}
