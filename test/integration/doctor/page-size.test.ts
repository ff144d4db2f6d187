import { expect, it } from 'vitest';
import { SAMPLE_IDS, sampleWebinars } from '../../../sim/zoom/samples/sample-webinars.ts';
import { startWorld } from '../support/world.ts';

it('ZOOM_QOS_PAGE_SIZE makes one call of what were several', async () => {
  const webinar = sampleWebinars(Date.now()).find(({ id }) => id === SAMPLE_IDS.badUplink);
  const people = webinar?.participants.length ?? 0;
  const callsWith = async (pageSize: number) => {
    const env = { ZOOM_QOS_PAGE_SIZE: String(pageSize) };
    const world = await startWorld({ env, zoom: { oversizedPage: 'allow' } });
    await world.askForReport(SAMPLE_IDS.badUplink);
    return world.zoom.requests.filter(({ endpoint }) => endpoint === 'qosSummary').length;
  };
  expect(people).toBeGreaterThan(30);
  expect(await callsWith(10)).toBe(Math.ceil(people / 10));
  expect(await callsWith(100)).toBe(1);
});
