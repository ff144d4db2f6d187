import type { ZoomSim } from '../../../../sim/zoom/zoom-sim.ts';

export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads foreign JSON
  readonly json: any;
}

/** A plain client of the simulator: one access token, then GETs of raw paths below /v2. */
export async function createZoomClient(sim: ZoomSim) {
  const { accountId, clientId, clientSecret } = sim.settings;
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const answer = await fetch(sim.oauthUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: `grant_type=account_credentials&account_id=${accountId}`,
  });
  const token = (await answer.json()) as { access_token: string }; // safe: the answer of the simulator's token endpoint
  return async (path: string): Promise<Got> => {
    const response = await fetch(`${sim.apiUrl}${path}`, {
      headers: { authorization: `Bearer ${token.access_token}` },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parse(text) };
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
