import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRepeatedComplaint } from '../../../src/logging/repeated-complaint.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a complaint that is repeated', () => {
  it('is logged once, then counted, and the count is logged once a minute', () => {
    const logger = createQuietLogger();
    const complain = createRepeatedComplaint(logger);
    for (let times = 0; times < 33_000; times += 1) complain(new Error('OOM'), 'the queue failed');
    expect(logger.lines).toHaveLength(1);
    vi.advanceTimersByTime(60_000);
    expect(logger.lines).toHaveLength(2);
    expect(logger.lines[1]).toMatchObject({ level: 'error', fields: { times: 32_999 } });
    vi.advanceTimersByTime(600_000);
    expect(logger.lines).toHaveLength(2);
  });

  it('is said again at once when it is another one, or comes back later', () => {
    const logger = createQuietLogger();
    const complain = createRepeatedComplaint(logger);
    complain(new Error('OOM'), 'the queue failed');
    complain(new Error('READONLY'), 'the queue failed');
    vi.advanceTimersByTime(60_000);
    complain(new Error('OOM'), 'the queue failed');
    expect(logger.lines).toHaveLength(3);
  });

  it('keeps no more kinds in mind than it can hold', () => {
    const logger = createQuietLogger();
    const complain = createRepeatedComplaint(logger);
    for (let kind = 0; kind < 10_000; kind += 1) complain(new Error(`failed ${kind}`), 'the queue failed');
    expect(logger.lines).toHaveLength(51);
  });
});
