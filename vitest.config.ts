import { defineConfig } from 'vitest/config';

/**
 * The integration tests that are run a second time with Slack's requests coming over a socket. In `npm test` those in which
 * most begins with Slack: asking, paging, windows, files, clicks and what Slack refuses, how far an ask is, subscriptions,
 * a storage that is away. `npm run test:socket` takes all but those that are about HTTP or sockets themselves.
 */
const SOCKET_MODE_TESTS =
  process.env.SOCKET_MODE_TESTS === 'all'
    ? ['test/integration/**/*.test.ts']
    : [
        'test/integration/on-demand/{ask,paging,progress,slack-errors}.test.ts',
        'test/integration/subscriptions.test.ts',
        'test/integration/automatic/paused-channel.test.ts',
        'test/integration/outages/redis-outage.test.ts',
      ];
const NEITHER_OR_BOTH = [
  'test/integration/attacks/slow-bodies.test.ts',
  'test/integration/attacks/other-installation.test.ts',
  'test/integration/contracts/**',
  'test/integration/socket-mode/**',
  'test/integration/zoom-socket/**',
  'test/integration/webhook.test.ts',
];

/** They wait for seconds on end until something is given up or found again, and compute next to nothing meanwhile. */
const WAITING = [
  'test/integration/outages/{queue-outage,redis-down,redis-unusable}.test.ts',
  'test/integration/socket-mode/deaths-of-a-socket.test.ts',
  'test/integration/zoom-socket/**/*.test.ts',
];

/** What is measured there (memory, how long others wait) must not be that of another test. */
const ALONE = [
  'test/integration/attacks/**/*.test.ts',
  'test/integration/outages/{redis-outage,redis-refuses,redis-slow}.test.ts',
  'test/integration/socket-mode/{envelopes,several-sockets}.test.ts',
  'test/integration/webhook.test.ts',
];

const INTEGRATION = {
  globalSetup: ['test/setup/redis.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // A second is not enough for conditions that wait on Redis or Slack while the machine is busy.
  expect: { poll: { timeout: 5_000 } },
};

export default defineConfig({
  test: {
    // One after the other; those that wait more than they compute take several files at a time.
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'test/unit/**/*.test.ts',
            'test/messages/**/*.test.ts',
            'test/*.test.ts',
            'test/monitoring/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: [...ALONE, ...WAITING],
          sequence: { groupOrder: 1 },
          maxWorkers: 3,
          ...INTEGRATION,
        },
      },
      {
        test: {
          name: 'socket-mode',
          include: SOCKET_MODE_TESTS,
          exclude: NEITHER_OR_BOTH,
          env: { SLACK_MODE: 'socket' },
          sequence: { groupOrder: 2 },
          maxWorkers: 3,
          ...INTEGRATION,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/setup/browser.ts'],
          sequence: { groupOrder: 3 },
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 30_000,
          expect: { poll: { timeout: 5_000 } },
        },
      },
      {
        test: {
          name: 'waiting',
          include: WAITING,
          sequence: { groupOrder: 4 },
          maxWorkers: 3,
          ...INTEGRATION,
        },
      },
      {
        test: {
          name: 'alone',
          include: ALONE,
          sequence: { groupOrder: 5 },
          fileParallelism: false,
          ...INTEGRATION,
        },
      },
    ],
  },
});
