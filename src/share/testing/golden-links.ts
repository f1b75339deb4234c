/** Links as people have saved them: they open for ever, to exactly this. Add to them; never change one. */
import type { Scenario } from '../../scenario/scenario';

const AGENT = `apiVersion: v1
kind: Namespace
metadata:
  name: logging
---
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
  namespace: logging
spec:
  selector:
    matchLabels:
      app: agent
  template:
    metadata:
      labels:
        app: agent
    spec:
      containers:
      - name: agent
        image: agent:crash # é 💥
`;

export const GOLDEN_LINKS: readonly [name: string, link: string, scenario: Scenario][] = [
  [
    'format 1: nothing done yet, no text',
    ['1.Ize14DDOoBYA'].join(''),
    { version: 1, base: 'three-nodes-1', seed: 1, actions: [], text: '', playhead: 0 },
  ],
  [
    'format 1: several actions, two at one time, a text of its own',
    ['1.IyG1mBhZmliamRtZmuJLNtiLIOzFFckFLn5jSCk3zQxN0cpNbAWjEXK4QXsC-SnA4EQOQkugWwxqAQ'].join(''),
    {
      version: 1,
      base: 'three-nodes-1',
      seed: 4294967295,
      actions: [
        { at: 0, line: 'sim add-node worker-3' },
        { at: 12000, line: 'kubectl taint node worker-1 key=value:NoSchedule' },
        { at: 12000, line: 'kubectl set image ds/nginx nginx=nginx:1.29' },
        { at: 61500, line: 'sim stop-kubelet worker-2' },
      ],
      text: 'kind: Pod\n',
      playhead: 90000,
    },
  ],
  [
    'format 1: the text is that of an action, which is not repeated',
    [
      '1.IyG1mGOmFkNTpMKH6ASDSCvwZjbWtAJtEsfk6erqxuSRneSAIZcHlEEpWuBGk5wQ4aaRlxDh2tESIp6kgKQFKSmARa0gVa',
      'GywuGVCh_mT1qKEtHAmEHEs4WZCbCiMDCoBQA',
    ].join(''),
    {
      version: 1,
      base: 'three-nodes-1',
      seed: 7,
      actions: [{ at: 1500, line: 'kubectl apply -f -', stdin: AGENT }],
      text: AGENT,
      playhead: 86400000,
    },
  ],
  [
    'format 1: from the cluster with CoreDNS',
    '1.I5haQPkeZ2oxQS58YAlGF1KSQZve4JoG2JEBtVhA5QowVxfk5FcCgxHY_QIaheQwaFM7PwXoXmQ3mgFtMagFAA',
    {
      version: 1,
      base: 'three-nodes-2',
      seed: 1,
      actions: [{ at: 4000, line: 'kubectl -n kube-system rollout restart deploy/coredns' }],
      text: 'kind: Pod\n',
      playhead: 60000,
    },
  ],
];
