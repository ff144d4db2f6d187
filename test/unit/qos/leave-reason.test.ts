import { expect, it } from 'vitest';
import { isDrop } from '../../../src/qos/leave-reason.ts';
import { vectors } from './vectors.ts';

it.each(vectors.drops)('the leave reason $leave_reason counts for $expect drops', ({ leave_reason, expect: drops }) => {
  expect(isDrop(leave_reason)).toBe(drops === 1);
});
