import { expect, test } from 'vitest';
import { kindRows } from '../engine/index';
import { groupsOf } from './discovery';
import { door, headersOf } from './testing/door';

/**
 * What a kube-apiserver v1.34.0 answers of the kinds served here: group and version, resource, singular, scope, group and version of
 * what a subresource takes, kind, short names, categories, verbs.
 */
const UPSTREAM = `
v1 configmaps configmap namespaced - ConfigMap cm - all
v1 endpoints endpoints namespaced - Endpoints ep - all
v1 events event namespaced - Event ev - all
v1 limitranges limitrange namespaced - LimitRange limits - all
v1 namespaces namespace cluster - Namespace ns - create,delete,get,list,patch,update,watch
v1 namespaces/finalize - cluster - Namespace - - update
v1 namespaces/status - cluster - Namespace - - get,patch,update
v1 nodes node cluster - Node no - all
v1 nodes/status - cluster - Node - - get,patch,update
v1 persistentvolumeclaims persistentvolumeclaim namespaced - PersistentVolumeClaim pvc - all
v1 persistentvolumeclaims/status - namespaced - PersistentVolumeClaim - - get,patch,update
v1 persistentvolumes persistentvolume cluster - PersistentVolume pv - all
v1 persistentvolumes/status - cluster - PersistentVolume - - get,patch,update
v1 pods pod namespaced - Pod po all all
v1 pods/binding - namespaced - Binding - - create
v1 pods/eviction - namespaced policy/v1 Eviction - - create
v1 pods/log - namespaced - Pod - - get
v1 pods/status - namespaced - Pod - - get,patch,update
v1 resourcequotas resourcequota namespaced - ResourceQuota quota - all
v1 resourcequotas/status - namespaced - ResourceQuota - - get,patch,update
v1 secrets secret namespaced - Secret - - all
v1 serviceaccounts serviceaccount namespaced - ServiceAccount sa - all
v1 services service namespaced - Service svc all all
v1 services/status - namespaced - Service - - get,patch,update
apiregistration.k8s.io/v1 apiservices apiservice cluster - APIService - api-extensions all
apiregistration.k8s.io/v1 apiservices/status - cluster - APIService - - get,patch,update
apps/v1 controllerrevisions controllerrevision namespaced - ControllerRevision - - all
apps/v1 daemonsets daemonset namespaced - DaemonSet ds all all
apps/v1 daemonsets/status - namespaced - DaemonSet - - get,patch,update
apps/v1 deployments deployment namespaced - Deployment deploy all all
apps/v1 deployments/scale - namespaced autoscaling/v1 Scale - - get,patch,update
apps/v1 deployments/status - namespaced - Deployment - - get,patch,update
apps/v1 replicasets replicaset namespaced - ReplicaSet rs all all
apps/v1 replicasets/scale - namespaced autoscaling/v1 Scale - - get,patch,update
apps/v1 replicasets/status - namespaced - ReplicaSet - - get,patch,update
apps/v1 statefulsets statefulset namespaced - StatefulSet sts all all
apps/v1 statefulsets/scale - namespaced autoscaling/v1 Scale - - get,patch,update
apps/v1 statefulsets/status - namespaced - StatefulSet - - get,patch,update
batch/v1 cronjobs cronjob namespaced - CronJob cj all all
batch/v1 cronjobs/status - namespaced - CronJob - - get,patch,update
batch/v1 jobs job namespaced - Job - all all
batch/v1 jobs/status - namespaced - Job - - get,patch,update
networking.k8s.io/v1 ingresses ingress namespaced - Ingress ing - all
networking.k8s.io/v1 ingresses/status - namespaced - Ingress - - get,patch,update
networking.k8s.io/v1 networkpolicies networkpolicy namespaced - NetworkPolicy netpol - all
policy/v1 poddisruptionbudgets poddisruptionbudget namespaced - PodDisruptionBudget pdb - all
policy/v1 poddisruptionbudgets/status - namespaced - PodDisruptionBudget - - get,patch,update
rbac.authorization.k8s.io/v1 clusterrolebindings clusterrolebinding cluster - ClusterRoleBinding - - all
rbac.authorization.k8s.io/v1 clusterroles clusterrole cluster - ClusterRole - - all
rbac.authorization.k8s.io/v1 rolebindings rolebinding namespaced - RoleBinding - - all
rbac.authorization.k8s.io/v1 roles role namespaced - Role - - all
storage.k8s.io/v1 csidrivers csidriver cluster - CSIDriver - - all
storage.k8s.io/v1 storageclasses storageclass cluster - StorageClass sc - all
admissionregistration.k8s.io/v1 mutatingwebhookconfigurations mutatingwebhookconfiguration cluster - MutatingWebhookConfiguration - api-extensions all
admissionregistration.k8s.io/v1 validatingwebhookconfigurations validatingwebhookconfiguration cluster - ValidatingWebhookConfiguration - api-extensions all
apiextensions.k8s.io/v1 customresourcedefinitions customresourcedefinition cluster - CustomResourceDefinition crd,crds api-extensions all
apiextensions.k8s.io/v1 customresourcedefinitions/status - cluster - CustomResourceDefinition - - get,patch,update
scheduling.k8s.io/v1 priorityclasses priorityclass cluster - PriorityClass pc - all
coordination.k8s.io/v1 leases lease namespaced - Lease - - all
node.k8s.io/v1 runtimeclasses runtimeclass cluster - RuntimeClass - - all
discovery.k8s.io/v1 endpointslices endpointslice namespaced - EndpointSlice - - all
`
  .trim()
  .split('\n');

const EVERY_VERB = 'create,delete,deletecollection,get,list,patch,update,watch';

interface Resource {
  name: string;
  singularName: string;
  namespaced: boolean;
  group?: string;
  version?: string;
  kind: string;
  shortNames?: string[];
  categories?: string[];
  verbs: string[];
}

function lineOf(apiVersion: string, r: Resource): string {
  const verbs = r.verbs.join(',');
  return [
    apiVersion,
    r.name,
    r.singularName || '-',
    r.namespaced ? 'namespaced' : 'cluster',
    r.group ? `${r.group}/${r.version}` : '-',
    r.kind,
    r.shortNames?.join(',') ?? '-',
    r.categories?.join(',') ?? '-',
    verbs === EVERY_VERB ? 'all' : verbs,
  ].join(' ');
}

test('CLI-5 CLI-105 every resource is described as upstream describes it, in its order', () => {
  const { json } = door();
  const { groups } = json({ path: '/apis' }) as { groups: { preferredVersion: { groupVersion: string } }[] };
  const versions = ['v1', ...groups.map((group) => group.preferredVersion.groupVersion)];
  const lines = versions.flatMap((apiVersion) => {
    const path = apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;
    const { resources } = json({ path }) as { resources: Resource[] };
    return resources.filter((r) => r.name !== 'bindings').map((r) => lineOf(apiVersion, r));
  });
  expect(lines).toEqual(UPSTREAM);
});

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

test.each(['/api', '/apis'])('CLI-105 %s in the form that kubectl asks for tells the same', (path) => {
  const { cluster, send } = door();
  const answer = send({ path, headers: { accept: AGGREGATED } });
  expect(headersOf(answer, 'content-type')).toEqual([
    'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  ]);
  const { items } = JSON.parse(answer.body) as {
    items: {
      metadata: { name?: string };
      versions: {
        version: string;
        resources: { resource: string; subresources?: { subresource: string }[] }[];
      }[];
    }[];
  };
  const told = items.flatMap(({ metadata, versions }) =>
    versions.flatMap(({ version, resources }) =>
      resources.flatMap(({ resource, subresources = [] }) =>
        [resource, ...subresources.map((s) => `${resource}/${s.subresource}`)].map(
          (name) => `${metadata.name ? `${metadata.name}/` : ''}${version} ${name}`,
        ),
      ),
    ),
  );
  const wanted = UPSTREAM.map((line) => line.split(' ').slice(0, 2).join(' '));
  const core = wanted.filter((line) => line.startsWith('v1 '));
  expect(told).toEqual(path === '/api' ? ['v1 bindings', ...core] : wanted.slice(core.length));
  expect(kindRows(cluster.read).length).toBe(
    wanted.filter((line) => !line.includes('/', line.indexOf(' '))).length,
  );
});

test('versions are preferred by their rank', () => {
  const row = { ...kindRows(door().cluster.read)[0], group: 'g.example.com' };
  const rows = ['v1beta1', 'foo', 'v2', 'v1alpha1', 'v11', 'v1', 'v2beta3', 'bar'].map((version) => ({
    ...row,
    version,
  })) as Parameters<typeof groupsOf>[0];
  expect(groupsOf(rows)).toEqual([
    {
      group: 'g.example.com',
      versions: ['v11', 'v2', 'v1', 'v2beta3', 'v1beta1', 'v1alpha1', 'bar', 'foo'],
    },
  ]);
});

test('/version and health', () => {
  const { json, send } = door();
  expect(json({ path: '/version' })).toMatchObject({ major: '1', minor: '34', gitVersion: 'v1.34.0' });
  for (const path of ['/healthz', '/livez', '/readyz']) {
    expect(send({ path })).toMatchObject({ code: 200, body: 'ok' });
  }
});
