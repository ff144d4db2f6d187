import type { FaultName, WireInspection, WireOutcome } from '../workspace/wire.ts';

/** What each act needs. */
interface Acts {
  write: { user: string; channel: string; text: string };
  press: {
    user: string;
    channel?: string;
    ts?: string;
    view?: string;
    block: string;
    action: string;
    option?: string;
  };
  submit: { user: string; values: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  close: { user: string };
  end: { uuid: string };
  start: { uuid: string };
  spoil: { uuid: string };
  heal: { uuid: string };
  fault: { name: FaultName; on: boolean };
  latency: { ms: number };
}

/** Does something in the workspace. Never throws: trouble is for people to read. */
export async function act<What extends keyof Acts>(what: What, body: Acts[What]): Promise<WireOutcome> {
  try {
    const response = await fetch(`/workspace/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) return { ok: false, trouble: `The workspace answered ${response.status}.` };
    return await response.json();
  } catch {
    return { ok: false, trouble: 'The workspace does not answer. Is `npm run demo` still running?' };
  }
}

/** What is behind a message or a modal; null when it is no longer there. */
export async function inspect(query: Readonly<Record<string, string>>): Promise<WireInspection | null> {
  try {
    const response = await fetch(`/workspace/inspect?${new URLSearchParams(query)}`);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
