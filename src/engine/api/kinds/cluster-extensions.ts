/** Kinds that extend the cluster itself: webhooks, APIs, runtimes. */
import type {
  APIService,
  MutatingWebhookConfiguration,
  RuntimeClass,
  ValidatingWebhookConfiguration,
} from '../../../k8s/types';
import { mapKeeping, withChanges, withDefaults } from '../defaults/keep';
import { apiServiceTable, runtimeClassTable, webhooksTable } from '../tables/inert-kinds';
import {
  checkApiService,
  checkApiServiceStatusUpdate,
  checkApiServiceUpdate,
} from '../validation/api-service';
import {
  checkRuntimeClass,
  checkRuntimeClassUpdate,
  runtimeClassWarnings,
} from '../validation/runtime-class';
import { checkWebhookConfiguration } from '../validation/webhooks';
import { defineKind, type KindBehaviour, type KindFacts } from './definition';
import { bumpOnChange, keepStatus } from './strategies';

const EXTENSIONS = ['api-extensions'];

type Hook = NonNullable<MutatingWebhookConfiguration['webhooks']>[number];
type Configuration = MutatingWebhookConfiguration | ValidatingWebhookConfiguration;

const HOOK_DEFAULTS: Partial<Hook> = {
  failurePolicy: 'Fail',
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  timeoutSeconds: 10,
};

function defaultHook(hook: Hook, defaults: Partial<Hook>): Hook {
  const filled = withDefaults(hook, defaults);
  const { rules, clientConfig } = filled;
  const service = clientConfig?.service;
  return withChanges(filled, {
    ...(rules && { rules: mapKeeping(rules, (rule) => withDefaults(rule, EVERY_SCOPE)) }),
    ...(service && {
      clientConfig: withChanges(clientConfig, { service: withDefaults(service, { port: 443 }) }),
    }),
  });
}

function configuration(prefix: string): KindFacts {
  return {
    kind: `${prefix}WebhookConfiguration`,
    apiVersion: 'admissionregistration.k8s.io/v1',
    plural: `${prefix.toLowerCase()}webhookconfigurations`,
    namespaced: false,
    inert: true,
    categories: EXTENSIONS,
  };
}

function behaviour<O extends Configuration>(defaults: Partial<Hook>): KindBehaviour<O> {
  return {
    generation: true,
    defaults(object) {
      const hooks = object.webhooks as Hook[] | undefined;
      if (!hooks) return object;
      const webhooks = mapKeeping(hooks, (hook) => defaultHook(hook, defaults));
      return withChanges(object, { webhooks } as Partial<O>);
    },
    prepareUpdate: bumpOnChange('webhooks'),
    unconditionalUpdate: false,
    check: checkWebhookConfiguration,
    checkUpdate: checkWebhookConfiguration,
    table: webhooksTable,
  };
}

export const mutatingWebhookConfiguration = defineKind<MutatingWebhookConfiguration>(
  configuration('Mutating'),
  behaviour({ ...HOOK_DEFAULTS, reinvocationPolicy: 'Never' }),
);
export const validatingWebhookConfiguration = defineKind<ValidatingWebhookConfiguration>(
  configuration('Validating'),
  behaviour(HOOK_DEFAULTS),
);

/** The published type leaves the field out. */
const EVERY_SCOPE: object = { scope: '*' };

type ServiceSpec = NonNullable<APIService['spec']>;

export const apiService = defineKind<APIService>(
  {
    kind: 'APIService',
    apiVersion: 'apiregistration.k8s.io/v1',
    plural: 'apiservices',
    namespaced: false,
    inert: true,
    categories: EXTENSIONS,
    subresources: ['status'],
  },
  {
    defaults: (object) => {
      const spec = object.spec ?? ({} as ServiceSpec);
      const service = spec.service && withDefaults(spec.service, { port: 443 });
      return withChanges(object, { spec: service ? withChanges(spec, { service }) : spec });
    },
    prepareCreate: (object) => ({ ...object, status: firstStatus(object) }),
    prepareUpdate: keepStatus,
    unconditionalUpdate: false,
    check: checkApiService,
    checkUpdate: checkApiServiceUpdate,
    checkStatusUpdate: checkApiServiceStatusUpdate,
    table: apiServiceTable,
  },
);

/** An API of the server itself is there at once; nobody here asks whether another server answers. */
function firstStatus(object: APIService): APIService['status'] {
  if (object.spec?.service) return {};
  return {
    conditions: [
      {
        type: 'Available',
        status: 'True',
        lastTransitionTime: object.metadata.creationTimestamp,
        reason: 'Local',
        message: 'Local APIServices are always available',
      },
    ],
  };
}

export const runtimeClass = defineKind<RuntimeClass>(
  {
    kind: 'RuntimeClass',
    apiVersion: 'node.k8s.io/v1',
    plural: 'runtimeclasses',
    namespaced: false,
    inert: true,
  },
  {
    unconditionalUpdate: false,
    check: checkRuntimeClass,
    checkUpdate: checkRuntimeClassUpdate,
    warnings: runtimeClassWarnings,
    table: runtimeClassTable,
  },
);
