/** The certificate of the cluster's authority: a real one, whose key nobody has. */
import type { Manifest } from '../api/types';

/** `ca.crt` in every namespace, so that pods can tell the API server from somebody else. */
export const ROOT_CA = `-----BEGIN CERTIFICATE-----
MIIBcTCCARigAwIBAgIBADAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwprdWJlcm5l
dGVzMB4XDTI2MDEwMTAwMDAwMFoXDTM1MTIzMDAwMDAwMFowFTETMBEGA1UEAxMK
a3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPRTHmX0gy4ObW/1
0idn7sOp3HDMMOw8DRD+CRI6DLN2PyxroBgNGouzur1Ddx6NHCyJNEI7Pp+AueyI
rVqgCWKjWTBXMA4GA1UdDwEB/wQEAwICpDAPBgNVHRMBAf8EBTADAQH/MB0GA1Ud
DgQWBBTJn3rGHrEzF/wXoF3Dib21f5nGJDAVBgNVHREEDjAMggprdWJlcm5ldGVz
MAoGCCqGSM49BAMCA0cAMEQCIBA6ULD2op/IGtyvUvGmm51ql+xPe0QZUMK3RkkX
wNgPAiA638fpTfYR4U21EAuevQoN7zPlt/+btxg8Q2Da9UtUGA==
-----END CERTIFICATE-----
`;

/** What the server tells others that check its clients' identity. */
export const AUTHENTICATION: Manifest = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'extension-apiserver-authentication', namespace: 'kube-system' },
  data: {
    'client-ca-file': ROOT_CA,
    'requestheader-allowed-names': '["front-proxy-client"]',
    // kubeadm makes an authority of its own for the front proxy.
    'requestheader-client-ca-file': ROOT_CA,
    'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
    'requestheader-group-headers': '["X-Remote-Group"]',
    'requestheader-username-headers': '["X-Remote-User"]',
  },
};
