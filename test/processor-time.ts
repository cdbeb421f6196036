/** Milliseconds of processor time that this process has taken: what others do at the same time is not in it. */
export function processorTime(): number {
  return process.cpuUsage().user / 1000;
}
