type Options = Intl.DateTimeFormatOptions;

const PARTS: Readonly<Record<string, Options>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_pretty: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short_pretty: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long_pretty: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
  day_divider_pretty: { weekday: 'long', month: 'long', day: 'numeric' },
};

/** A date token in the reader's own time zone; null when it is not a format of Slack's. */
export function formatSlackDate(seconds: number, format: string): string | null {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return null;
  let known = true;
  const shown = format.replace(/\{(\w+)\}/g, (token, name: string) => {
    const near = name.endsWith('_pretty') ? nearDay(date) : null;
    if (near !== null) return near;
    const options = PARTS[name];
    if (options === undefined) known = false;
    return options === undefined ? token : new Intl.DateTimeFormat('en-US', options).format(date);
  });
  return known ? shown : null;
}

function nearDay(date: Date): string | null {
  const midnight = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const days = Math.round((midnight(date) - midnight(new Date())) / 86_400_000);
  return { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(days)] ?? null;
}
