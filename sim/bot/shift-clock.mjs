// Preloaded into a bot: its clock runs CLOCK_SHIFT_MS ahead, so that midnight comes when a test wants it.
const shiftMs = Number(process.env.CLOCK_SHIFT_MS ?? 0);
const realNow = Date.now;
Date.now = () => realNow() + shiftMs;
