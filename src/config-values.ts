import { z } from 'zod';
import { parseLiveRules } from './qos/live-rules.ts';

/**
 * A variable that is set but empty counts as not set, as in `.env` files and compose; these also leave blanks and
 * carriage returns around values, which no value here begins or ends with.
 */
export function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (typeof value === 'string' ? value.trim() || undefined : value), schema);
}

export const text = (description: string) => z.string({ error: `is missing (${description})` });

const partsOf = (value: string): string[] => value.split(',').flatMap((part) => part.trim() || []);

/** Each is tried for every request. */
const MOST_SECRETS = 4;
const TOO_MANY = `holds more than ${MOST_SECRETS} secrets`;
const areFew = (secrets: readonly string[]) => secrets.length <= MOST_SECRETS;

/** One secret, or a few separated by commas while one is replaced by another. */
export const secretList = (description: string) =>
  text(description)
    .transform(partsOf)
    .refine(areFew, TOO_MANY)
    .transform(([first, ...others], context) => {
      if (first !== undefined) return [first, ...others] as const;
      context.addIssue({ code: 'custom', message: `is missing (${description})` });
      return z.NEVER;
    });
/** The same, or none. */
export const optionalSecrets = () => z.string().default('').transform(partsOf).refine(areFew, TOO_MANY);

export const wholeNumber = (min: number, max: number) =>
  z.coerce
    .number({ error: 'is not a number' })
    .int('is not a whole number')
    .min(min, `is below ${min}`)
    .max(max, `is above ${max}`);
export const url = (fallback: string) =>
  z
    // Aborts: the next check could not even read it.
    .url({ protocol: /^https?$/, error: 'is not an http(s) URL', abort: true })
    .refine(isPrivateEnough, 'must be https (plain http only on this machine: 127.0.0.1, localhost)')
    .default(fallback);

export function isPrivateEnough(value: string): boolean {
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || protocol === 'wss:' || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

export const ChannelId = z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'is not a channel ID such as C0123456789');
/** More would be a user group's work. */
const MOST_LISTED = 100;
/** IDs, separated by commas. */
export function idList(form: RegExp, example: string) {
  return z
    .string()
    .default('')
    .transform(partsOf)
    .refine((ids) => ids.every((one) => form.test(one)), `must be IDs such as ${example}, separated by commas`)
    .refine((ids) => ids.length <= MOST_LISTED, `names more than ${MOST_LISTED}`);
}
export const UserIds = idList(/^[UW][A-Z0-9]{2,30}$/, 'U0123456789');
export const Delays = z
  .string()
  .default('120,600,1800,3600')
  .transform((value) => value.split(',').map((part) => Number(part.trim())))
  .refine(
    (delays) => delays.every((delay, i) => Number.isFinite(delay) && delay >= 0 && delay > (delays[i - 1] ?? -1)),
    'must be rising seconds separated by commas, such as 120,600,1800,3600',
  );

export const LiveRules = z.string().transform((value, context) => {
  const parsed = parseLiveRules(value);
  if ('rules' in parsed) return parsed.rules;
  context.addIssue({
    code: 'custom',
    message: `is not understood in part ${parsed.badPart} (as in: presenter loss 5% for 2m, audience poor 10% for 3m)`,
  });
  return z.NEVER;
});

/** As many rising numbers as the default has, above 0 and at most `most`. */
export function limits<Default extends readonly number[]>(defaults: Default, most: number) {
  const fallback = defaults.join(',');
  const problem = `must be ${defaults.length} rising numbers above 0 and at most ${most}, separated by commas, such as ${fallback}`;
  return (
    z
      .string()
      .default(fallback)
      .transform((value) =>
        value.split(',').map((part) => (/^\s*\d+(?:\.\d+)?\s*$/.test(part) ? Number(part) : Number.NaN)),
      )
      .refine(
        (values) =>
          values.length === defaults.length &&
          values.every((value, i) => value > (values[i - 1] ?? 0) && value <= most),
        problem,
      )
      // As many numbers as the default has: the check before.
      .transform((values) => values as readonly number[] as Default)
  );
}
