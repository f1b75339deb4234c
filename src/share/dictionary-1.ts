/**
 * Preset dictionary of link format 1: vocabulary of manifests and commands, most frequent last. Frozen: links made with it must
 * open for ever. A better one is a new file and a new format tag.
 */
export const DICTIONARY_1 = [
  'PreferNoSchedule NoExecute unschedulable preemptionPolicy priorityClassName system-node-critical system-cluster-critical ',
  'requiredDuringSchedulingIgnoredDuringExecution nodeSelectorTerms matchExpressions nodeAffinity affinity tolerationSeconds ',
  'livenessProbe: startupProbe: successThreshold failureThreshold timeoutSeconds initialDelaySeconds: periodSeconds: httpGet: path: / port: exec: ',
  'serviceAccountName: dnsPolicy: ClusterFirstWithHostNet hostPID: true hostIPC hostNetwork: true securityContext: privileged: true readOnlyRootFilesystem capabilities add NET_ADMIN ',
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: \n  namespace: kube-system\ndata:\n  kind: Secret\nkind: ServiceAccount\nkind: Namespace\nkind: PriorityClass\nkind: Node\n',
  'apiVersion: scheduling.k8s.io/v1 rbac.authorization.k8s.io/v1 monitoring logging security ',
  '      volumes:\n      - name: varlog\n        hostPath:\n          path: /var/log\n          type: DirectoryOrCreate\n        configMap:\n          name: config\n        secret:\n          secretName: \n        emptyDir: {}\n',
  '        volumeMounts:\n        - name: \n          mountPath: /host/\n          readOnly: true\n          mountPropagation: HostToContainer\n',
  '        env:\n        - name: NODE_NAME\n          valueFrom:\n            fieldRef:\n              fieldPath: spec.nodeName\n          value: \n        command:\n        args:\n        - --\n',
  '        resources:\n          limits:\n            cpu: 200m\n            memory: 200Mi\n          requests:\n            cpu: 100m\n            memory: 128Mi\n',
  '        readinessProbe:\n      terminationGracePeriodSeconds: 30\n      nodeSelector:\n        kubernetes.io/os: linux\n        disktype: ssd\n        topology.kubernetes.io/zone: ',
  '      tolerations:\n      - key: node-role.kubernetes.io/control-plane\n        operator: Exists\n        effect: NoSchedule\n        value: Equal\n',
  '  revisionHistoryLimit: 10\n  minReadySeconds: 5\n  updateStrategy:\n    type: OnDelete\n    type: RollingUpdate\n    rollingUpdate:\n      maxSurge: 1\n      maxUnavailable: 1\n      maxUnavailable: 10%\n',
  'prom/node-exporter:v1.7.0 fluent/fluent-bit: quay.io/ registry.k8s.io/ docker.io/ ghcr.io/ latest broken crash unready slow ',
  'kubectl apply -f -","stdin":"kubectl delete daemonset --wait=false","kubectl taint node worker-1 key=value:NoSchedule","kubectl label node worker-2 kubectl cordon worker-1"},{"at":kubectl uncordon kubectl set image ds/nginx nginx=nginx:1.29',
  '"},{"at":12000,"line":"sim add-node worker-3","line":"sim stop-kubelet worker-1","line":"sim start-kubelet worker-2","line":"sim add-node cp-2:control-plane',
  'apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: nginx\n  namespace: default\n  labels:\n    app: nginx\nspec:\n  selector:\n    matchLabels:\n      app: nginx\n  template:\n    metadata:\n      labels:\n        app: nginx\n    spec:\n      containers:\n      - name: nginx\n        image: nginx:1.28\n        ports:\n        - containerPort: 80\n          hostPort: 9100\n          protocol: TCP\n',
  '{"version":1,"base":"three-nodes-1","seed":1,"actions":[{"at":0,"line":"kubectl apply -f -","stdin":"apiVersion: apps/v1\\nkind: DaemonSet\\nmetadata:\\n  name: nginx\\nspec:\\n  selector:\\n    matchLabels:\\n      app: nginx\\n  template:\\n    metadata:\\n      labels:\\n        app: nginx\\n    spec:\\n      tolerations:\\n      - key: node-role.kubernetes.io/control-plane\\n        operator: Exists\\n        effect: NoSchedule\\n      containers:\\n      - name: nginx\\n        image: nginx:1.28\\n        ports:\\n        - containerPort: 80\\n"}],"text":"","playhead":',
].join('');
