import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SAMPLE_IDS, SAMPLE_UUIDS, sampleWebinars } from '../../../../sim/zoom/samples/sample-webinars.ts';
import { startZoomSim, type ZoomSim } from '../../../../sim/zoom/zoom-sim.ts';
import { createZoomClient, type Got } from './zoom-client.ts';

const now = Date.now();
let sim: ZoomSim;
let get: (path: string) => Promise<Got>;

beforeEach(async () => {
  sim = await startZoomSim({ webinars: sampleWebinars(now) });
  get = await createZoomClient(sim);
});
afterEach(() => sim.stop());

const qos = (id: string, query = 'page_size=10') => `/metrics/webinars/${id}/participants/qos_summary?${query}`;
const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/zoom/${name}.json`, 'utf8'));

/** Every row of qos_summary, page by page. */
async function readAll(id: string): Promise<{ rows: unknown[]; pages: number }> {
  const rows: unknown[] = [];
  let token = '';
  for (let pages = 1; ; pages += 1) {
    const { json } = await get(qos(id, `page_size=10&next_page_token=${token}`));
    rows.push(...json.participants);
    token = json.next_page_token ?? '';
    if (token === '') return { rows, pages };
  }
}

describe('qos_summary', () => {
  it('answers one row a page unless asked for more, and never more than ten', async () => {
    expect((await get(qos(SAMPLE_IDS.good, ''))).json.participants).toHaveLength(1);
    const page = (await get(qos(SAMPLE_IDS.good, 'page_size=300'))).json;
    expect(page.participants).toHaveLength(10);
    expect(Object.keys(page).sort()).toEqual(Object.keys(fixture('qos_summary')).sort());
    sim.settings.oversizedPage = 'refuse';
    expect(await get(qos(SAMPLE_IDS.good, 'page_size=11'))).toMatchObject({ status: 400, json: { code: 300 } });
  });

  it('leads through all rows with opaque tokens of 35 characters', async () => {
    const first = await get(qos(SAMPLE_IDS.allHands));
    expect(first.json.next_page_token).toMatch(/^[A-Za-z0-9]{35}$/);
    const { rows, pages } = await readAll(SAMPLE_IDS.allHands);
    expect(pages).toBe(4);
    expect(rows).toHaveLength(39);
    expect(sim.countOf('qosSummary')).toBe(5);
  });

  it('ends the list with an empty or an absent token', async () => {
    expect((await get(qos(SAMPLE_IDS.noData))).json.next_page_token).toBe('');
    sim.settings.lastPageToken = 'absent';
    const last = (await get(qos(SAMPLE_IDS.noData))).json;
    expect(last).toHaveProperty('participants');
    expect(last).not.toHaveProperty('next_page_token');
  });

  it('forgets a page token after 15 minutes, and knows none of another webinar', async () => {
    const token = (await get(qos(SAMPLE_IDS.good))).json.next_page_token;
    expect((await get(qos(SAMPLE_IDS.good, `page_size=10&next_page_token=${token}`))).status).toBe(200);
    const refused = { status: 400, json: { code: 300, message: 'The next page token is invalid or expired.' } };
    expect(await get(qos(SAMPLE_IDS.large, `page_size=10&next_page_token=${token}`))).toMatchObject(refused);
    sim.clock.advance(15 * 60_000 + 1000);
    expect(await get(qos(SAMPLE_IDS.good, `page_size=10&next_page_token=${token}`))).toMatchObject(refused);
  });

  it('has no rows of a running webinar before its end, unless live rows are switched on', async () => {
    expect(await get(qos(SAMPLE_IDS.running))).toMatchObject({ status: 404, json: { code: 3001 } });
    sim.settings.liveRows = true;
    expect((await get(qos(SAMPLE_IDS.running))).json.participants).toHaveLength(10);
    sim.settings.liveRows = false;
    sim.endWebinar(SAMPLE_UUIDS.running);
    expect((await get(qos(SAMPLE_IDS.running))).status).toBe(200);
  });

  it('lets the data grow by time and by reads', async () => {
    const [source] = sampleWebinars(now);
    if (source === undefined) throw new Error('no sample');
    const growth = [{ upTo: 0 }, { readNumber: 2, upTo: 4 }, { afterMs: 60_000, upTo: 8 }];
    sim.addWebinar({ ...source, id: '90000000001', uuid: 'growing', growth });
    expect(await get(qos('growing'))).toMatchObject({ status: 404, json: { code: 3001 } });
    expect((await get(qos('growing'))).json.participants).toHaveLength(4);
    sim.clock.advance(60_000);
    expect((await get(qos('growing'))).json.participants).toHaveLength(8);
  });

  it('takes a number for the latest run, a UUID for exactly one', async () => {
    const latest = (await readAll(SAMPLE_IDS.recurring)).rows;
    const first = (await readAll(SAMPLE_UUIDS.recurringFirst)).rows;
    for (const rows of [latest, first]) expect(rows.length).toBeGreaterThan(10);
    expect(latest).toEqual((await readAll(SAMPLE_UUIDS.recurringLatest)).rows);
    expect(latest).not.toEqual(first);
  });

  it.each([
    { uuid: SAMPLE_UUIDS.badUplink, why: 'starts with a slash' },
    { uuid: SAMPLE_UUIDS.badRegion, why: 'contains two slashes' },
  ])('wants $uuid encoded twice, because it $why', async ({ uuid }) => {
    expect((await get(qos(encodeURIComponent(uuid)))).status).toBe(404);
    expect((await get(qos(encodeURIComponent(encodeURIComponent(uuid))))).status).toBe(200);
  });

  it('wants other UUIDs encoded once', async () => {
    expect((await get(qos(encodeURIComponent(SAMPLE_UUIDS.allHands)))).status).toBe(200);
    expect((await get(qos(encodeURIComponent(encodeURIComponent(SAMPLE_UUIDS.allHands))))).status).toBe(404);
    expect((await get(qos(SAMPLE_UUIDS.allHands))).status).toBe(404);
    expect(sim.requests.at(-2)?.url).toContain('Q3allHands%252Bab%252FcdEFGHIg%253D%253D');
  });

  it('refuses what is older than a year', async () => {
    expect(await get(qos(SAMPLE_IDS.tooOld))).toMatchObject({ status: 400, json: { code: 12_702 } });
  });
});

describe('order of the checks', () => {
  it('goes from token over scope, subscription and webinar to the page token', async () => {
    const bad = qos('90000000009', 'page_size=10&next_page_token=nonsense');
    sim.settings.scopes = [];
    sim.settings.qssSubscribed = false;
    const scopeless = await createZoomClient(sim);
    expect((await fetch(`${sim.apiUrl}${bad}`)).status).toBe(401);
    expect(await scopeless(bad)).toMatchObject({
      status: 400,
      json: {
        code: 4711,
        message: 'Invalid access token, does not contain scopes:[dashboard:read:list_webinar_participants_qos:admin].',
      },
    });
    expect(await get(bad)).toMatchObject({ status: 400, json: { code: 200 } });
    sim.settings.qssSubscribed = true;
    expect(await get(bad)).toMatchObject({ status: 404, json: { code: 3001 } });
    expect(await get(bad.replace('90000000009', SAMPLE_IDS.good))).toMatchObject({ status: 400, json: { code: 300 } });
  });

  it('refuses an account without Dashboard', async () => {
    sim.settings.dashboardEnabled = false;
    const { status, json } = await get(`/metrics/webinars/${SAMPLE_IDS.good}?type=past`);
    expect({ status, code: json.code }).toEqual({ status: 400, code: 200 });
    expect(json.message).toContain('Dashboard');
  });

  it('takes the texts of its errors from the documented ones', async () => {
    const documented = fixture('errors').map((error: { body?: { message?: string } }) => error.body?.message);
    sim.settings.qssSubscribed = false;
    const seen = [(await get(qos(SAMPLE_IDS.good))).json.message];
    sim.settings.qssSubscribed = true;
    for (const id of [SAMPLE_IDS.running, SAMPLE_IDS.tooOld]) seen.push((await get(qos(id))).json.message);
    expect(new Set(seen).size).toBe(3);
    for (const message of seen) expect(message).toMatch(/^[A-Z].{10,}\.$/);
    expect(documented).toEqual(expect.arrayContaining(seen));
  });
});

describe('the dashboard endpoints', () => {
  it('look for running webinars unless asked for past ones', async () => {
    expect((await get(`/metrics/webinars/${SAMPLE_IDS.good}`)).status).toBe(404);
    expect((await get(`/metrics/webinars/${SAMPLE_IDS.running}?type=past`)).status).toBe(404);
    const running = (await get(`/metrics/webinars/${SAMPLE_IDS.running}`)).json;
    expect(running).toMatchObject({ id: Number(SAMPLE_IDS.running) });
    expect(running).not.toHaveProperty('end_time');
  });

  it('have the keys of the official examples', async () => {
    const webinar = (await get(`/metrics/webinars/${SAMPLE_IDS.good}?type=past`)).json;
    expect(Object.keys(webinar).sort()).toEqual(Object.keys(fixture('webinar')).sort());
    expect(webinar).toMatchObject({ id: Number(SAMPLE_IDS.good), duration: '01:04:00', participants: 120 });
    const path = `/metrics/webinars/${SAMPLE_IDS.good}/participants?type=past&page_size=300`;
    const people = (await get(`${path}&include_fields=registrant_id`)).json;
    expect(people.total_records).toBe(120);
    const known = Object.keys(fixture('participants').participants[0]);
    expect(Object.keys(people.participants[0]).sort()).toEqual(known.sort());
    expect(Object.keys((await get(path)).json.participants[0])).not.toContain('registrant_id');
  });

  it('list everybody, 300 at a time, joined to the QoS summary by user_id', async () => {
    const path = `/metrics/webinars/${SAMPLE_IDS.large}/participants?type=past`;
    expect((await get(path)).json.participants).toHaveLength(30);
    const ids: string[] = [];
    let calls = 0;
    for (let token = ''; calls === 0 || token !== ''; calls += 1) {
      const page = (await get(`${path}&page_size=900&next_page_token=${token}`)).json;
      ids.push(...page.participants.map((row: { user_id: string }) => row.user_id));
      token = page.next_page_token;
    }
    expect([calls, ids.length]).toEqual([7, 2030]);
    const measured = (await get(qos(SAMPLE_IDS.large))).json.participants;
    expect(measured.map((row: { participant_id: string }) => row.participant_id)).toEqual(ids.slice(0, 10));
  });

  it('list people badly where they are told to', async () => {
    const path = `/metrics/webinars/${SAMPLE_IDS.good}/participants?type=past&page_size=300`;
    const list = async () => (await get(path)).json.participants;
    const first = (await list())[0].user_id;
    Object.assign(sim.settings, { listRowsShare: 0.5, listStrangers: 4, listOrder: 'reversed' });
    expect(await list()).toHaveLength(64);
    expect((await list()).at(-1).user_id).toBe(first);
    sim.settings.listWithoutUserId = 0.25;
    const without = (await list()).filter((row: object) => !('user_id' in row));
    expect(without).toHaveLength(16);
    sim.settings.scopes = sim.settings.scopes.filter((scope) => !scope.includes('list_webinar_participants:'));
    const scopeless = await createZoomClient(sim);
    expect((await scopeless(path)).json.code).toBe(4711);
  });

  it('list the webinars of at most a month, page by page', async () => {
    const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    const range = `type=past&from=${day(now - 20 * 86_400_000)}&to=${day(now)}`;
    const list = (await get(`/metrics/webinars?${range}&page_size=5`)).json;
    expect(list).toMatchObject({ page_count: 2, total_records: 10, page_size: 5 });
    const rest = (await get(`/metrics/webinars?${range}&page_size=5&next_page_token=${list.next_page_token}`)).json;
    expect(rest.webinars).toHaveLength(5);
    expect((await get('/metrics/webinars?type=past')).status).toBe(400);
    expect((await get('/metrics/webinars?type=past&from=2026-01-01&to=2026-03-01')).status).toBe(400);
  });

  it('name the ended runs of a number', async () => {
    const { json } = await get(`/past_webinars/${SAMPLE_IDS.recurring}/instances`);
    expect(json.webinars.map((run: { uuid: string }) => run.uuid)).toEqual([
      SAMPLE_UUIDS.recurringFirst,
      SAMPLE_UUIDS.recurringLatest,
    ]);
    expect((await get('/past_webinars/abc/instances')).json.message).toBe('Invalid webinar ID.');
  });
});
