import { LogLevel } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { createBoltLogger } from '../../../src/slack/bolt-logger.ts';
import { createQuietLogger } from '../../setup/quiet-logger.ts';

describe('the logger given to Bolt', () => {
  it('keeps an error that comes after a text', () => {
    const logger = createQuietLogger();
    const err = new Error('made up');
    createBoltLogger(logger).error('An incoming event was not acknowledged', err, { body: 'dropped' });
    expect(logger.lines).toEqual([
      { level: 'error', fields: { err }, message: 'An incoming event was not acknowledged' },
    ]);
  });

  it('joins texts, at the level they came with', () => {
    const logger = createQuietLogger();
    const bolt = createBoltLogger(logger);
    bolt.info('one', 'two');
    bolt.warn('three');
    expect(logger.lines).toEqual([
      { level: 'info', fields: {}, message: 'one two' },
      { level: 'warn', fields: {}, message: 'three' },
    ]);
  });

  it('lets nothing of debug through, where Bolt writes whole bodies, and stays at info whatever is set', () => {
    const logger = createQuietLogger();
    const bolt = createBoltLogger(logger);
    bolt.setLevel(LogLevel.DEBUG);
    bolt.debug('body', { token: 'made up' });
    expect(logger.lines).toEqual([]);
    expect(bolt.getLevel()).toBe(LogLevel.INFO);
  });
});
