import type { Fault } from './fault';

export const schedulerStopped: Fault = {
  id: 'scheduler-stopped',
  scope: 'cluster',
  title: 'Scheduler stopped',
  lesson: 'New pods stay Pending without any event or condition that says why; bound pods run on.',
  broken: 'kube-scheduler stopped',
  mended: 'kube-scheduler started',
  effects: { process: 'kube-scheduler' },
};
