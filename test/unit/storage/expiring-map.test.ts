import { describe, expect, it } from 'vitest';
import { createExpiringMap } from '../../../src/storage/expiring-map.ts';
import { createManualClock } from '../../setup/manual-clock.ts';

describe('createExpiringMap', () => {
  it('forgets an entry at its time', () => {
    const clock = createManualClock();
    const map = createExpiringMap<number>(clock);
    map.set('a', 1, 1_000);
    clock.advance(999);
    expect(map.get('a')).toBe(1);
    clock.advance(1);
    expect(map.get('a')).toBeUndefined();
    expect(map.delete('a')).toBe(false);
  });

  it('lets a value that was replaced go at the time of the old one', () => {
    const clock = createManualClock();
    const map = createExpiringMap<number>(clock);
    map.set('a', 1, 1_000);
    clock.advance(900);
    map.replace('a', 2);
    expect(map.get('a')).toBe(2);
    clock.advance(100);
    expect(map.get('a')).toBeUndefined();
  });

  it('neither changes nor revives what is dead', () => {
    const clock = createManualClock();
    const map = createExpiringMap<number>(clock);
    map.set('a', 1, 1_000);
    clock.advance(1_000);
    map.replace('a', 2);
    map.expire('a', 1_000);
    expect(map.get('a')).toBeUndefined();
  });

  it('does not grow with entries that nobody asks for again', () => {
    const clock = createManualClock();
    const map = createExpiringMap<number>(clock);
    let most = 0;
    for (let index = 0; index < 20_000; index += 1) {
      map.set(`key ${index}`, index, 100);
      clock.advance(1);
      most = Math.max(most, map.size());
    }
    expect(most).toBeLessThan(500);
  });

  it('keeps what is alive through all the sweeping', () => {
    const clock = createManualClock();
    const map = createExpiringMap<number>(clock);
    map.set('long', 1, 1_000_000);
    for (let index = 0; index < 5_000; index += 1) {
      map.set(`short ${index % 50}`, index, 10);
      clock.advance(1);
    }
    expect(map.get('long')).toBe(1);
  });
});
