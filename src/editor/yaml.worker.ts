// An entry of our own, so that Vite builds the YAML language service as a worker file of this origin.
import 'monaco-yaml/yaml.worker.js';
