import { expect, it } from 'vitest';
import { vectors } from './vectors.ts';

it('has every worked example of the method: a test over a list that lost its examples would be none', () => {
  const { note: _, version, ...groups } = vectors;
  expect(version).toBe(2);
  expect(Object.fromEntries(Object.entries(groups).map(([name, list]) => [name, list.length]))).toEqual({
    types: 19,
    metric_parse: 51,
    resolution_parse: 8,
    use: 30,
    severity: 72,
    emodel: 20,
    emodel_listen_only: 7,
    idd: 9,
    mos_of_r: 14,
    persons: 38,
    person_order: 4,
    person_order_loss: 29,
    person_order_latency: 27,
    webinar: 33,
    percentiles: 6,
    merge: 11,
    presenters: 7,
    webinars: 47,
    causes: 6,
    cpu: 6,
    drops: 14,
    participants_list: 12,
    zoom_quality: 5,
    effective_limits: 9,
    share_words: 22,
  });
});
