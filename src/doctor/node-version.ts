import { type CheckResult, good, wrong } from './check.ts';

const LEAST_MAJOR = 24;

/** @param version as in `process.versions.node` */
export function tellNode(version: string): CheckResult {
  const isEnough = Number.parseInt(version, 10) >= LEAST_MAJOR;
  if (isEnough) return good('Node', version);
  return wrong('Node', `${version} is too old`, `Start the bot with Node ${LEAST_MAJOR} or later; npm ci brings one`);
}
