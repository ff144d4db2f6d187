import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { idField, packIds, slotsOfId } from '../../../../src/reports/packing/id-index.ts';
import { orderField, packOrder, slotAt } from '../../../../src/reports/packing/order-pages.ts';
import { parsePacked, toPacked } from '../../../../src/reports/packing/packed-value.ts';
import { toStored } from '../../../../src/storage/stored-value.ts';

describe('the index of ids', () => {
  it('finds everybody, whatever Zoom calls them, and hardly ever a second one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary-ascii', maxLength: 64 }), { maxLength: 200 }), (ids) => {
        const fields = packIds(new Map(ids.map((id, slot) => [id, slot])));
        ids.forEach((id, slot) => {
          expect(slotsOfId(fields[idField(id)], id)).toContain(slot);
        });
      }),
    );
    const many = Array.from({ length: 20_000 }, (_, index) => String(16_778_240 + index));
    const fields = packIds(new Map(many.map((id, slot) => [id, slot])));
    expect(Object.keys(fields)).toHaveLength(64);
    const sizes = Object.values(fields).map(({ length }) => length);
    expect(Math.max(...sizes)).toBeLessThan(1.5 * Math.min(...sizes));
    expect(many.filter((id) => slotsOfId(fields[idField(id)], id).length > 1).length).toBeLessThan(20);
  });

  it.each([null, undefined, '', '{', 'AAAA', '////////'])('finds nobody in %j', (packed) => {
    expect(slotsOfId(packed, 'visit1')).toEqual([]);
  });
});

describe('an order', () => {
  it('has everybody at their places', () => {
    const slots = Array.from({ length: 1_203 }, (_, place) => (place * 7_919) % 16_777_216);
    const fields = packOrder('loss', slots);
    expect(Object.keys(fields)).toEqual(['loss:0', 'loss:1', 'loss:2']);
    slots.forEach((slot, place) => {
      expect(slotAt(fields[orderField('loss', place)], place)).toBe(slot);
    });
    expect(slotAt(fields['loss:2'], 1_203)).toBeNull();
    expect(slotAt(null, 0)).toBeNull();
  });
});

describe('a packed value', () => {
  it('comes back, also when an older version has written it as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (value) => {
        const wellFormed = value.map((text) => text.toWellFormed());
        expect(parsePacked(z.array(z.string()), toPacked(wellFormed))).toEqual(wellFormed);
        expect(parsePacked(z.array(z.string()), toStored(value))).toEqual(value);
      }),
      { numRuns: 30 },
    );
  });

  it.each([null, undefined, '', '{', 'null', 'AAAA', '####'])('is a miss when it is damaged: %j', (text) => {
    expect(parsePacked(z.array(z.string()), text)).toBeNull();
  });

  it('takes a fraction of the room', () => {
    const people = Array.from({ length: 32 }, (_, index) => ({ name: `Person ${index}`, lossPercent: index / 10 }));
    expect(toPacked(people).length).toBeLessThan(toStored(people).length / 3);
  });
});
