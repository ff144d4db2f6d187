import { once } from 'node:events';
import { createServer } from 'node:net';
import { inject } from 'vitest';
import { botEnvironment } from '../../../sim/bot/bot-environment.ts';
import { createSimClock, type SimClock } from '../../../sim/runtime/clock.ts';
import { type SlackSim, startSlackSim } from '../../../sim/slack/slack-sim.ts';
import { SLACK_IDS } from '../../../sim/slack/stores/workspace.ts';
import { sampleWebinars } from '../../../sim/zoom/samples/sample-webinars.ts';
import { startZoomSim, type ZoomSim } from '../../../sim/zoom/zoom-sim.ts';
import type { Arguments } from '../../../src/doctor/arguments.ts';
import { type CheckResult, exitCodeOf } from '../../../src/doctor/check.ts';
import { renderLine } from '../../../src/doctor/render.ts';
import { runDoctor } from '../../../src/doctor/run-doctor.ts';
import { SLACK_SCOPES } from '../../../src/doctor/slack/slack-scopes.ts';
import { zoomScopes } from '../../../src/doctor/zoom/zoom-scopes.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { listenOnFreePort } from '../../setup/listen.ts';

/** A Zoom and a Slack in which nothing is wrong, and what the doctor is asked and given. */
export interface DoctorWorld {
  readonly zoom: ZoomSim;
  readonly slack: SlackSim;
  /** Of Zoom and Slack; the doctor's own is the machine's. */
  readonly clock: SimClock;
  readonly env: Record<string, string>;
  /** An address of this machine where nobody listens. */
  readonly nowhere: string;
  asked: Omit<Arguments, 'asJson'>;
  nodeVersion: string;
  envFileMode: number | null;
  close(): Promise<void>;
}

export interface Diagnosis {
  readonly results: readonly CheckResult[];
  readonly lines: readonly string[];
  readonly exitCode: 0 | 1;
}

export async function openDoctorWorld(redisUrl: string): Promise<DoctorWorld> {
  const clock = createSimClock();
  const zoom = await startZoomSim({
    webinars: sampleWebinars(Date.now()),
    clock,
    scopes: zoomScopes(false).map(({ scope }) => scope),
  });
  const slack = await startSlackSim({ clock, scopes: SLACK_SCOPES.map(({ scope }) => scope), socketMode: true });
  return {
    zoom,
    slack,
    clock,
    nowhere: `127.0.0.1:${await findClosedPort()}`,
    env: {
      ...botEnvironment(zoom, slack),
      REDIS_URL: redisUrl,
      REPORT_CHANNEL: SLACK_IDS.general,
      ACCESS_OPERATORS: SLACK_IDS.apple,
    },
    asked: { channel: null, url: null, webinar: null },
    nodeVersion: process.versions.node,
    envFileMode: null,
    async close() {
      await slack.stop();
      await zoom.stop();
    },
  };
}

/** The doctor in this process. */
export async function diagnose({ asked, env, nodeVersion, envFileMode }: DoctorWorld): Promise<Diagnosis> {
  const results = await runDoctor(asked, {
    ...{ env, nodeVersion, envFileMode, clock: systemClock },
    readFile: () => null,
  });
  return { results, lines: results.map(renderLine), exitCode: exitCodeOf(results) };
}

async function findClosedPort(): Promise<number> {
  const server = createServer();
  const port = await listenOnFreePort(server);
  server.close();
  await once(server, 'close');
  return port;
}

export const hasRedis = (): boolean => inject('redisBinary') !== '';
