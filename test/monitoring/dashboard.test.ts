import { describe, expect, it } from 'vitest';
import { type Panel, readDashboard } from './rule-files.ts';

const dashboard = readDashboard();
const panels = dashboard.panels.filter(({ type }) => type !== 'row');

function overlaps({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

describe('the dashboard', () => {
  it('has panels, each with an id of its own and one title', () => {
    expect(panels.length).toBeGreaterThan(30);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  });

  it('has every panel on the grid, and none upon another', () => {
    for (const { title, gridPos } of dashboard.panels) expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
    const pairs = dashboard.panels.flatMap((one, index) =>
      dashboard.panels.slice(index + 1).map((other) => [one, other] as const),
    );
    expect(pairs.filter(([one, other]) => overlaps(one, other)).map(([one]) => one.title)).toEqual([]);
  });

  it('takes the data source that is chosen', () => {
    expect(dashboard.templating.list).toMatchObject([{ name: 'datasource', type: 'datasource' }]);
    const chosen = { type: 'prometheus', uid: expect.stringMatching(/^\$\{datasource\}$/) };
    for (const { datasource } of panels) expect(datasource).toEqual(chosen);
  });

  it.each(panels)('$title says in which unit', ({ targets, fieldConfig }) => {
    const unit = fieldConfig?.defaults.unit;
    expect(targets.length).toBeGreaterThan(0);
    const texts = targets.map(({ expr }) => expr).join(' ');
    if (/_timestamp_seconds/.test(texts)) expect(unit).toBe('dateTimeAsIso');
    else if (/_seconds/.test(texts)) expect(unit).toBe('s');
    else if (/_bytes/.test(texts)) expect(unit).toBe('bytes');
    else if (/_ratio| \/ /.test(texts)) expect(unit).toBe('percentunit');
    else expect(unit).toBe('none');
  });
});
