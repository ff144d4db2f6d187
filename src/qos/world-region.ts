/** Parts of the world between which a round trip alone is felt, with the countries as Zoom's lists write them. */
const REGIONS = {
  'North America': 'United States|USA|US|Canada|Mexico',
  'South America':
    'Argentina|Bolivia|Brazil|Chile|Colombia|Costa Rica|Dominican Republic|Ecuador|Guatemala|Panama|Paraguay|Peru|Uruguay|Venezuela',
  Europe:
    'Austria|Belgium|Bulgaria|Croatia|Cyprus|Czechia|Czech Republic|Denmark|Estonia|Finland|France|Germany|Greece|Hungary|Iceland|Ireland|Italy|Latvia|Lithuania|Luxembourg|Malta|Netherlands|Norway|Poland|Portugal|Romania|Serbia|Slovakia|Slovenia|Spain|Sweden|Switzerland|Ukraine|United Kingdom|UK|Great Britain',
  'Middle East':
    'Bahrain|Egypt|Israel|Jordan|Kuwait|Lebanon|Oman|Qatar|Saudi Arabia|Turkey|Türkiye|United Arab Emirates|UAE',
  Africa: 'Algeria|Ethiopia|Ghana|Kenya|Morocco|Nigeria|Senegal|South Africa|Tanzania|Tunisia|Uganda',
  'South Asia': 'Bangladesh|India|Nepal|Pakistan|Sri Lanka',
  'East Asia':
    'China|Hong Kong|Hong Kong SAR|Indonesia|Japan|Korea|Malaysia|Philippines|Singapore|South Korea|Taiwan|Thailand|Vietnam',
  Oceania: 'Australia|New Zealand',
} as const;

type WorldRegion = keyof typeof REGIONS;

const REGION_OF: ReadonlyMap<string, WorldRegion> = new Map(
  // Object.entries loses the literal types; the table is the only source of the names.
  (Object.entries(REGIONS) as [WorldRegion, string][]).flatMap(([region, countries]) =>
    countries.split('|').map((country) => [country.toLowerCase(), region] as const),
  ),
);

/** `United States (SC Top)` and `United States` are in North America; null for a city, and for everything else. */
function worldRegion(place: string): WorldRegion | null {
  const [country = ''] = place.split('(', 1);
  return REGION_OF.get(country.trim().toLowerCase()) ?? null;
}

/** Whether a person and the data centre were in different parts of the world; false where either is not known. */
export function isFarAway(location: string | undefined, dataCenter: string | undefined): boolean {
  const [here, there] = [worldRegion(location ?? ''), worldRegion(dataCenter ?? '')];
  return here !== null && there !== null && here !== there;
}
