import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CATALOG, CATALOG_VERSION, type CatalogEntry } from '../../../src/jobs/catalog.ts';

const FILE = 'test/fixtures/job-forms.json';
/** For each job, by the `since` that it had: a hash of the form of its payload. */
const FORMS = z.record(z.string(), z.record(z.string(), z.string())).parse(JSON.parse(readFileSync(FILE, 'utf8')));
const entries: [string, CatalogEntry][] = Object.entries(CATALOG);

function formOf({ payload }: CatalogEntry): string {
  return hash('sha256', JSON.stringify(z.toJSONSchema(payload, { io: 'input' })), 'hex').slice(0, 16);
}

/**
 * An older process fails a job for good whose payload does not fit, and leaves one alone whose `since` is greater than its own version. So
 * a payload that changes its form raises CATALOG_VERSION and its `since`, and gets a line of its own in the file. What every older version
 * takes all the same, such as a field that may lack, only changes the line; so does a zod that writes schemas in another way, for all at once.
 */
describe('the payload of a job', () => {
  it.each(entries)('%s has the form that it had when its `since` was given', (name, entry) => {
    const form = formOf(entry);
    const how = `raise CATALOG_VERSION and the \`since\` of ${name}, and add "<since>": "${form}" to ${FILE} (see above)`;
    expect(FORMS[name]?.[entry.since], how).toBe(form);
  });

  it('is told of no job that is gone', () => {
    expect(Object.keys(FORMS).toSorted()).toEqual(Object.keys(CATALOG).toSorted());
  });

  it('is of no version that is yet to come', () => {
    for (const [name, { since }] of entries) expect(since, name).toBeLessThanOrEqual(CATALOG_VERSION);
    expect(Math.max(...entries.map(([, { since }]) => since))).toBe(CATALOG_VERSION);
  });
});
