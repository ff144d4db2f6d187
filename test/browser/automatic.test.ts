import { describe, expect, it } from 'vitest';
import { button, messageWith, useDesk } from './support/desk.ts';

describe('the Zoom panel', () => {
  const desk = useDesk();

  it('ends a webinar: the report comes by itself, preliminary, and is edited when all data is there', async () => {
    const page = await desk.sit();
    const panel = page.getByRole('complementary', { name: 'Zoom' });
    await button(panel, 'End it now').click();
    const report = messageWith(page, 'Open Garden');
    await report.waitFor();
    const ts = await report.getAttribute('data-ts');
    expect(await report.innerText()).not.toContain('Only visible to you');
    expect(await report.innerText()).toMatch(/preliminary/i);
    const edited = page.locator(`[data-ts="${ts}"]`).filter({ hasText: '(edited)' });
    await edited.waitFor();
    await expect.poll(() => edited.innerText(), { timeout: 15_000 }).not.toMatch(/preliminary/i);
    await button(panel, 'Start it again').waitFor();
  });

  it('switches faults on and off, and shows what the bot asked', async () => {
    const page = await desk.sit();
    const panel = page.getByRole('complementary', { name: 'Zoom' });
    const fault = panel.getByRole('switch', { name: /429/ });
    await fault.check();
    await button(panel.locator('li', { hasText: 'Press Briefing' }), 'Type it').click();
    await page.keyboard.press('Enter');
    await panel.locator('.requests .bad', { hasText: '429' }).first().waitFor();
    await fault.uncheck();
    await messageWith(page, 'Press Briefing').locator('h3', { hasText: 'Webinar quality' }).waitFor();
    const { zoom } = desk.workspace;
    const counted = panel.locator('.counts div', { hasText: 'qosSummary' }).locator('dd');
    await expect.poll(() => counted.innerText()).toBe(String(zoom.countOf('qosSummary')));
    expect(await panel.innerText()).toContain(`${zoom.limits.usedToday('Heavy')} of 60,000 of today’s quota`);
  });

  it('lets half of the people be missing, which the report says', async () => {
    const page = await desk.sit();
    const panel = page.getByRole('complementary', { name: 'Zoom' });
    await panel.getByRole('switch', { name: /Partial/ }).check();
    await expect.poll(() => desk.workspace.zoom.settings.rowsShare).toBe(0.5);
    await panel.getByRole('switch', { name: /Slow/ }).check();
    await panel.getByRole('combobox', { name: /Every call takes/ }).selectOption('0');
    await button(panel.locator('li', { hasText: 'Weekly Harvest' }), 'Type it').click();
    const startedMs = performance.now();
    await page.keyboard.press('Enter');
    const report = messageWith(page, 'Weekly Harvest');
    await report.locator('h3', { hasText: 'Webinar quality' }).waitFor();
    expect(performance.now() - startedMs).toBeGreaterThan(1500);
    expect(await report.innerText()).toMatch(/10 of (about )?20|10 without/);
    for (const name of [/Partial/, /Slow/]) await panel.getByRole('switch', { name }).uncheck();
  });
});
