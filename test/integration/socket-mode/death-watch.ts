import { setTimeout } from 'node:timers/promises';

/** What a person gets who types a command. */
export type CommandEnd = 'answered' | 'no socket' | 'unanswered';

/** What an operator and people saw while a socket died and came back. */
export interface Death {
  /** Status of /readyz, as it changed, with the seconds since the beginning. */
  readonly readyz: readonly { readonly s: number; readonly said: string }[];
  /** Seconds until the first command after the last failure was answered; 0 when none failed. */
  readonly throughAgainS: number;
  /** How many commands ended in which way. */
  readonly commands: Readonly<Record<CommandEnd, number>>;
}

const LOOK_EVERY_MS = 100;
const TYPE_EVERY_MS = 250;

/** Looks at /readyz and types commands from now on until `isOver` holds, all is well, and a command has come through since. */
export async function watchDeath(
  { readiness, type }: { readiness: () => Promise<string>; type: () => Promise<CommandEnd> },
  isOver: () => boolean,
  withinMs: number,
): Promise<Death> {
  const startedMs = performance.now();
  const elapsedS = () => (performance.now() - startedMs) / 1000;
  const readyz: { s: number; said: string }[] = [];
  const commands = { answered: 0, 'no socket': 0, unanswered: 0 };
  let hasFailed = false;
  let throughAgainS = 0;
  let cameThrough = false;

  const goesOn = () => {
    const isWell = cameThrough && readyz.at(-1)?.said === '200 ok';
    if (elapsedS() * 1000 > withinMs) throw new Error(`not well again: ${JSON.stringify({ readyz, commands })}`);
    return !(isWell && isOver());
  };
  async function look(): Promise<void> {
    for (; goesOn(); await setTimeout(LOOK_EVERY_MS)) {
      const said = await readiness();
      if (said !== readyz.at(-1)?.said) readyz.push({ s: elapsedS(), said });
    }
  }
  async function typeOn(): Promise<void> {
    for (; goesOn(); await setTimeout(TYPE_EVERY_MS)) {
      const [wasOver, end] = [isOver(), await type()];
      commands[end] += 1;
      if (end === 'answered' && hasFailed) throughAgainS = elapsedS();
      hasFailed = end !== 'answered';
      cameThrough = wasOver && !hasFailed;
    }
  }
  await Promise.all([look(), typeOn()]);
  return { readyz, throughAgainS, commands };
}

/** One row of the table of deaths. */
export function toRow(way: string, { readyz, throughAgainS, commands }: Death): string {
  const seconds = (s: number) => `${s.toFixed(1)} s`;
  const ready = readyz.map(({ s, said }) => `${seconds(s)}: ${said}`).join('; ');
  const again = throughAgainS === 0 ? 'no gap' : seconds(throughAgainS);
  const { answered, unanswered, 'no socket': noSocket } = commands;
  return `| ${way} | ${ready} | ${again} | ${answered} / ${noSocket} / ${unanswered} |`;
}

export const TABLE_HEAD = [
  '| way | /readyz, seconds after | commands again after | answered / Slack had no socket / unanswered |',
  '|---|---|---|---|',
];
