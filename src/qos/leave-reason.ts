const BROKEN_OFF = ['network connection error', 'got disconnected'] as const;

/** Whether Zoom's text of why somebody left says that the connection failed; every other text is a normal end. */
export function isDrop(leaveReason: string | null): boolean {
  if (leaveReason === null) return false;
  const text = leaveReason.toLowerCase();
  return BROKEN_OFF.some((words) => text.includes(words));
}
