import { expect, it } from 'vitest';
import { isFarAway } from '../../../src/qos/world-region.ts';

it.each([
  ['United States', 'United States', false],
  ['Germany', 'Netherlands (AMS)', false],
  ['Germany', 'United States (SC Top)', true],
  ['AUSTRALIA ', 'Japan', true],
  ['Lyon', 'United States', false],
  ['Germany', 'SC', false],
  [undefined, 'United States', false],
  ['Germany', undefined, false],
  ['', '', false],
])('somebody in %s is far from the data centre %s: %s', (location, dataCenter, expected) => {
  expect(isFarAway(location, dataCenter)).toBe(expected);
});
