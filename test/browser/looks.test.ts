import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { SAMPLE_IDS } from '../../sim/zoom/samples/sample-webinars.ts';
import { askForReport, button, messageWith, type, useDesk } from './support/desk.ts';

interface AxeViolation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe-core finds that keeps people out: serious and critical, each with where it is. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { passes, violations }: { passes: number; violations: AxeViolation[] } = await page.evaluate(
    'axe.run().then(({ passes, violations }) => ({ passes: passes.length, violations }))',
  );
  // Nothing is wrong with an empty page either.
  expect(passes).toBeGreaterThan(15);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary}`),
    );
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Buttons of the messages and of the top bar that stick out of the window. */
async function cutOff(page: Page): Promise<string[]> {
  const { shown, out } = await page.evaluate(() => {
    const buttons = [...document.querySelectorAll('.message button, .top-bar button, .top-bar label')];
    const visible = buttons.filter((button) => button.checkVisibility());
    return {
      shown: visible.length,
      out: visible
        .filter((button) => button.getBoundingClientRect().right > innerWidth + 0.5)
        .map((button) => button.textContent),
    };
  });
  expect(shown).toBeGreaterThan(10);
  return out;
}

describe('how it looks', () => {
  const desk = useDesk({ latencyMs: 0 });

  it.for(['light', 'dark'] as const)('keeps nobody out, in %s colours', async (theme) => {
    const page = await desk.sit({ theme });
    const report = await askForReport(page, SAMPLE_IDS.allHands);
    await type(page, '/webinar-qos nonsense');
    await messageWith(page, 'is not a webinar ID').waitFor();
    await button(report, 'Worst connections').click();
    await messageWith(page, '1–5 of 10').waitFor();
    await page.getByRole('combobox', { name: /^Message/ }).fill('/');
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await button(messageWith(page, '1–5 of 10'), 'Inspect').click();
    await page.getByText('Yes, within all limits.').waitFor();
    expect(await barriers(page)).toEqual([]);
    await button(messageWith(page, '1–5 of 10'), 'Details').click();
    await page.getByRole('dialog').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('fits into 400 pixels', async () => {
    const page = await desk.sit({ width: 400 });
    const report = await askForReport(page, SAMPLE_IDS.allHands);
    await button(report, 'By loss').click();
    const list = messageWith(page, /By loss ✓/);
    await list.waitFor();
    expect(await overflow(page)).toBe(0);
    expect(await cutOff(page)).toEqual([]);
    expect(await barriers(page)).toEqual([]);

    await page.getByRole('button', { name: 'Channels' }).click();
    await page.getByRole('navigation').getByRole('button', { name: 'events' }).click();
    await page.getByRole('heading', { name: '# events' }).waitFor();
    await page.getByRole('button', { name: 'Zoom', exact: true }).click();
    await button(
      page.getByRole('complementary', { name: 'Zoom' }).locator('li', { hasText: 'Silent Test' }),
      'Type it',
    ).click();
    expect(await page.getByRole('combobox', { name: /^Message/ }).inputValue()).toBe('/webinar-qos 932 0123 0404');
    await page.keyboard.press('Enter');
    await messageWith(page, 'Nobody could be graded').waitFor();
    expect(await overflow(page)).toBe(0);
  });

  it('follows the choice of colours', async () => {
    const page = await desk.sit({ theme: 'dark' });
    const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const brightness = async () => Math.max(...((await colour()).match(/\d+/g) ?? []).map(Number));
    expect(await brightness()).toBeLessThan(80);
    await page.getByRole('button', { name: 'Switch to light colours' }).click();
    await expect.poll(brightness).toBeGreaterThan(200);
  });
});
