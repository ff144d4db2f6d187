import { expect, it } from 'vitest';
import { vectors } from './vectors.ts';

it('has every worked example of the method: a test over a list that lost its examples would be none', () => {
  const counts = Object.entries(vectors).flatMap(([name, list]) => (name === 'note' ? [] : [[name, list.length]]));
  expect(Object.fromEntries(counts)).toEqual({
    types: 19,
    metric_parse: 39,
    resolution_parse: 8,
    severity: 49,
    emodel: 20,
    emodel_listen_only: 7,
    idd: 9,
    mos_of_r: 14,
    persons: 18,
    person_order: 4,
    person_order_loss: 15,
    person_order_latency: 14,
    webinar: 17,
    percentiles: 6,
    merge: 6,
    presenters: 7,
    causes: 6,
    cpu: 6,
  });
});
