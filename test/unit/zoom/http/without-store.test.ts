import { describe, expect, it } from 'vitest';
import { AppError, type Failure } from '../../../../src/errors.ts';
import { orWithoutStore } from '../../../../src/zoom/http/without-store.ts';

const calling = (failure: Failure) =>
  orWithoutStore<string>(
    () => Promise.reject(new AppError(failure, 'made up')),
    () => 'without',
  );

describe('reading Zoom without the store', () => {
  it.each<Failure>([{ kind: 'storage-unavailable' }, { kind: 'storage-outcome-unknown', asked: null }])(
    'goes on whatever became of a write: $kind',
    async (failure) => {
      expect(await calling(failure)).toBe('without');
    },
  );

  it('does not go on over any other failure', async () => {
    await expect(calling({ kind: 'internal' })).rejects.toMatchObject({ failure: { kind: 'internal' } });
  });
});
