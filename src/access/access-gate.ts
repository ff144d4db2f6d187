import { AppError, type Failure } from '../errors.ts';
import { withTimeout } from '../runtime/with-timeout.ts';
import type { AccessRule, Asker, Directory, Refusal } from './access-rule.ts';
import { decideAccess } from './decide-access.ts';

/** Slack waits three seconds for an answer; a command that has little left is answered late. What comes later is kept for the next try. */
export const DECIDED_WITHIN_MS = 1_800;

/** The one door before every listener. */
export interface AccessGate {
  /** @throws AppError `not-allowed`, or `access-unknown` when Slack does not say in time: nobody is let in on a guess */
  check(asker: Asker): Promise<void>;
  /** @throws AppError `operators-only` */
  checkOperator(userId: string): void;
}

export function createAccessGate({
  rule,
  directory,
  missingScopeOf,
  onRefused,
}: {
  rule: AccessRule;
  directory: Directory;
  /** The permission whose lack made the directory fail; null for every other failure. */
  missingScopeOf: (error: unknown) => string | null;
  onRefused: (reason: Refusal | 'unknown') => void;
}): AccessGate {
  const late = () => new Error('Slack did not say in time');
  return {
    checkOperator(userId) {
      if (rule.operators.includes(userId)) return;
      const hasOperators = rule.operators.length > 0;
      throw new AppError({ kind: 'operators-only', hasOperators }, 'somebody who is no operator');
    },

    async check(asker) {
      let refusal: Refusal | null;
      try {
        refusal = await withTimeout(decideAccess(rule, asker, directory), DECIDED_WITHIN_MS, late);
      } catch (cause) {
        onRefused('unknown');
        const failure: Failure = { kind: 'access-unknown', missingScope: missingScopeOf(cause) };
        throw new AppError(failure, 'whether somebody may ask is not known', { cause });
      }
      if (refusal === null) return;
      onRefused(refusal);
      throw new AppError(toFailure(refusal, rule), `may not ask: ${refusal}`);
    },
  };
}

function toFailure(refusal: Refusal, { channels, users, usergroups }: AccessRule): Failure {
  const namesOthers = users.length + usergroups.length > 0;
  return { kind: 'not-allowed', reason: refusal, channels: [...channels], namesOthers };
}
