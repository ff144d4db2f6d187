import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { SAMPLE_IDS } from '../../sim/zoom/samples/sample-webinars.ts';
import { askForReport, button, lastMessage, messageWith, type, useDesk } from './support/desk.ts';

/** Processor time of the page's one thread from here on, in ms: unlike time by the clock it does not grow with what else the machine does. */
async function busyTime(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
  const before = await read();
  return async () => (await read()) - before;
}

describe('asking in the browser', () => {
  const desk = useDesk();

  it('answers the 37-person webinar, then pages, sorts, and shows details', async () => {
    const page = await desk.sit();
    const report = await askForReport(page, SAMPLE_IDS.allHands);
    expect(await report.innerText()).toContain('Only visible to you');
    expect(await report.innerText()).not.toMatch(/:[a-z_]+:|\*\w/);

    await button(report, 'Worst connections').click();
    const list = messageWith(page, '1–5 of 10');
    await list.waitFor();
    const ts = await list.getAttribute('data-ts');
    const same = page.locator(`[data-ts="${ts}"]`);
    expect(await button(list, 'Previous').count()).toBe(0);
    await button(list, 'Next').click();
    await same.filter({ hasText: '6–10 of 10' }).waitFor();
    expect(await button(same, 'Next').count()).toBe(0);
    await button(same, 'Previous').click();
    await same.filter({ hasText: '1–5 of 10' }).waitFor();

    await button(same, 'By latency').click();
    await same.filter({ hasText: 'By latency ✓' }).waitFor();
    const second = same.locator('.block-section').nth(1);
    const name = /2\. (.+?) –/.exec(await second.innerText())?.[1];
    await button(second, 'Details').click();
    const modal = page.getByRole('dialog', { name: 'Connection details' });
    await modal.waitFor();
    // The second button of the list, not the first: every person has one of the same name.
    expect(await modal.innerText()).toContain(name);
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'hidden' });
    await expect.poll(() => desk.workspace.slack.openViews('U0APPLE0001').length).toBe(0);
  });

  it('shares for everybody, and sends files that can be downloaded', async () => {
    const page = await desk.sit();
    const report = await askForReport(page, SAMPLE_IDS.badRegion);
    await button(report, 'Share').click();
    const banana = await desk.sit({ user: 'U0BANANA001' });
    const shared = messageWith(banana, 'Orchard Review');
    await shared.waitFor();
    expect(await shared.innerText()).not.toContain('Only visible to you');

    await report.getByRole('button', { name: 'More options' }).click();
    await report.getByRole('menuitem', { name: 'Export CSV' }).click();
    await page.getByRole('button', { name: /Webinar QoS.*\(new\)/ }).click();
    const link = page.getByRole('link', { name: /Download/ }).first();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toMatch(/_people\.csv$/);
    const lines = (await readFile(await download.path(), 'utf8')).trim().split('\n');
    expect(lines.length).toBeGreaterThan(60);
    expect(await page.locator('.closed').innerText()).toContain('turned off');
  });

  it('lets each person page in private', async () => {
    const [apple, banana] = await Promise.all([desk.sit(), desk.sit({ user: 'U0BANANA001' })]);
    const report = await askForReport(apple, SAMPLE_IDS.badRegion);
    await button(report, 'Share').click();
    const shared = messageWith(banana, 'Orchard Review');
    await shared.waitFor();
    await button(shared, 'Worst connections').click();
    const list = messageWith(banana, /1–5 of \d+/);
    await list.waitFor();
    await button(list, 'Next').click();
    const secondPage = (page: Page) => messageWith(page, /6–10 of \d+/).filter({ hasText: 'Orchard Review' });
    await secondPage(banana).waitFor();
    // What comes later is there: what came before it would be, too.
    desk.workspace.slack.say('U0BANANA001', 'C0GENERAL01', 'Seen it all?');
    await messageWith(apple, 'Seen it all?').waitFor();
    expect(await secondPage(apple).count()).toBe(0);
    // One window, two people: the switch shows what the other one sees.
    await apple.getByText('Banana B', { exact: true }).first().click();
    await secondPage(apple).waitFor();
  });

  it('explains a bad ID and an unknown command', async () => {
    const page = await desk.sit();
    await type(page, '/webinar-qos all-hands');
    await messageWith(page, 'is not a webinar ID').waitFor();
    expect(await lastMessage(page).innerText()).toContain('Only visible to you');
    await type(page, '/nothing');
    expect(await page.getByRole('alert').innerText()).toContain('/nothing is not a valid command');
  });

  it('shows the progress of 2,000 people at a click, and stays quick meanwhile', { timeout: 90_000 }, async () => {
    const page = await desk.sit();
    const busyMs = await busyTime(page);
    const before = await page.locator('.message').count();
    const startedMs = performance.now();
    await type(page, `/webinar-qos ${SAMPLE_IDS.large}`);
    const answer = page.locator('.message').nth(before);
    const composer = page.getByRole('combobox', { name: /^Message/ });
    const seen = new Set<string>();
    const look = async () => {
      const text = await page.locator('.message').nth(before).innerText();
      await answer
        .getByRole('button', { name: 'Show progress' })
        .click({ timeout: 1_000 })
        .catch(() => undefined);
      const people = /([\d,]+) of about/.exec(text)?.[1];
      if (people) seen.add(people);
      // One can go on writing meanwhile.
      await composer.fill(`seen ${seen.size}`);
      expect(await composer.inputValue()).toBe(`seen ${seen.size}`);
      return text;
    };
    await expect.poll(look, { interval: 100, timeout: 60_000 }).toContain('Webinar quality');
    const share = (await busyMs()) / (performance.now() - startedMs);
    expect(seen.size).toBeGreaterThanOrEqual(1);
    expect(share).toBeLessThan(0.4);
    if (process.env.PRINT_NUMBERS === '1') process.stdout.write(`progress ${[...seen]}; busy ${share.toFixed(3)}\n`);
    expect(await answer.innerText()).toContain('Yearly Kick-off');
  });
});
