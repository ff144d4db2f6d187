/** What an operator sees of the bot: all replicas together, but for the connections. */
export interface BotStatus {
  readonly version: string;
  /** Of a day of UTC; calls that count towards Zoom's daily quota. */
  readonly calls: {
    /** null while it is not known. */
    readonly left: number | null;
    readonly perDay: number;
    readonly reservePercent: number;
    readonly ask: number;
    readonly automatic: number;
    readonly refresh: number;
    /** Who had most made, at most five. */
    readonly people: readonly { readonly userId: string; readonly calls: number }[];
  };
  /** When Zoom last told of anything; null: not within a week. */
  readonly lastEventAt: string | null;
  readonly lastSweep: { readonly at: string; readonly found: number } | null;
  /** Of the process that answers. `off`: another way is used. */
  readonly slackSocket: 'off' | 'connected' | 'away';
  /** `elsewhere`: another process has it. */
  readonly zoomSocket: 'off' | 'connected' | 'elsewhere' | 'away';
  readonly paused: readonly { readonly channelId: string; readonly reason: string }[];
}
