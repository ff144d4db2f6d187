import { advice, type CheckResult, good, unseen, wrong } from './check.ts';

/** An answer's Date header, and when by this machine's clock it was asked for and heard, milliseconds since 1970. */
interface Reading {
  readonly date: string | undefined;
  readonly askedAtMs: number;
  readonly heardAtMs: number;
}

type Teller = 'Slack' | 'Zoom';

/** What time it is elsewhere, as answers say beside what was asked. */
export interface ClockReadings {
  hear(teller: Teller, reading: Reading): void;
  /** How many seconds this machine is ahead of each; those that said nothing are missing. */
  aheadSeconds(): ReadonlyMap<Teller, number>;
}

/** A Date header has whole seconds. */
const HALF_A_SECOND_MS = 500;
const NOTICED_SECONDS = 10;
/** Slack's requests and Zoom's events are refused when their time is five minutes off: less than half of that is left. */
const WRONG_SECONDS = 150;

export function createClockReadings(): ClockReadings {
  const ahead = new Map<Teller, number>();
  return {
    hear(teller, { date, askedAtMs, heardAtMs }) {
      const theirsMs = Date.parse(date ?? '');
      if (!Number.isFinite(theirsMs)) return;
      // It was written somewhere between the two.
      const oursMs = askedAtMs + (heardAtMs - askedAtMs) / 2;
      ahead.set(teller, (oursMs - theirsMs - HALF_A_SECOND_MS) / 1000);
    },
    aheadSeconds: () => ahead,
  };
}

/** This machine's clock against those that could be heard. */
export function tellClock(readings: ClockReadings): CheckResult {
  const name = 'Clock';
  const heard = [...readings.aheadSeconds()];
  if (heard.length === 0) {
    return unseen(name, 'neither Slack nor Zoom said what time it is', 'See what is wrong with them first');
  }
  const tellers = heard.map(([teller]) => teller).join(' and ');
  const seconds = heard.map(([, ahead]) => ahead);
  const least = Math.min(...seconds.map(Math.abs));
  const most = Math.max(...seconds.map(Math.abs));
  const isSpread = Math.max(...seconds) - Math.min(...seconds) > NOTICED_SECONDS;
  if (isSpread) {
    const words = heard.map(([teller, ahead]) => inWords(ahead, teller)).join(', ');
    return advice(name, `Slack and Zoom do not agree: this machine is ${words}`, 'Look at a proxy that keeps answers');
  }
  if (most < NOTICED_SECONDS) return good(name, `within ${Math.max(1, Math.ceil(most))} s of ${tellers}`);
  const said = `this machine's clock is ${inWords(seconds[0] ?? 0, tellers)}`;
  const act = 'Set it by a time service (NTP): requests that are five minutes off are refused';
  return least >= WRONG_SECONDS ? wrong(name, said, act) : advice(name, said, act);
}

function inWords(ahead: number, teller: string): string {
  return `${Math.round(Math.abs(ahead))} s ${ahead > 0 ? 'ahead of' : 'behind'} ${teller}`;
}
