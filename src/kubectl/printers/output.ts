/** `-o FORMAT` of commands that print objects (CLI-34 … CLI-38). */
import type { AnyObject } from '../../k8s/types';
import { toYaml } from '../../yaml/to-yaml';
import { failure, isFailure, type Failure } from '../failure';
import { renderTemplate, templateValues } from '../jsonpath/render';
import { parseTemplate } from '../../k8s/jsonpath/parse';
import { objectName } from '../resource-arguments';
import { customColumns } from './custom-columns';
import { goSyntax } from './go-syntax';
import { indentedJson } from './json';

/** CLI-38. */
const FORMATS = [
  'custom-columns',
  'custom-columns-file',
  'go-template',
  'go-template-file',
  'json',
  'jsonpath',
  'jsonpath-as-json',
  'jsonpath-file',
  'name',
  'template',
  'templatefile',
  'wide',
  'yaml',
];

/** Prints one object (as itself) or several (as a List). */
export type Printer = (objects: readonly AnyObject[], asList: boolean) => string | Failure;

/** The printer of a `-o` text; undefined for tables (`''` and `wide`). `columns`: whether custom-columns and wide are known. */
export function printerFor(
  output: string,
  options: { columns: boolean; headers: boolean },
): Printer | Failure | undefined {
  const [format, argument] = split(output);
  if (output === '' || (output === 'wide' && options.columns)) return undefined;
  switch (format) {
    case 'yaml':
      return (objects, asList) => toYaml(whole(objects, asList));
    case 'json':
      return (objects, asList) => `${indentedJson(whole(objects, asList))}\n`;
    case 'name':
      return (objects) => objects.map((o) => `${objectName(o)}\n`).join('');
    case 'jsonpath':
    case 'jsonpath-as-json':
      return jsonPathPrinter(argument, format === 'jsonpath-as-json');
    case 'custom-columns':
      if (!options.columns) break;
      return columnsPrinter(argument, options.headers);
  }
  const allowed = options.columns ? FORMATS : FORMATS.filter((f) => !f.startsWith('custom') && f !== 'wide');
  return failure(
    `unable to match a printer suitable for the output format ${JSON.stringify(output)}, allowed formats are: ${allowed.join(',')}`,
  );
}

function split(output: string): [string, string] {
  const equals = output.indexOf('=');
  return equals < 0 ? [output, ''] : [output.slice(0, equals), output.slice(equals + 1)];
}

/** The object, or the wrapper `kind: List` (CLI-34). */
function whole(objects: readonly AnyObject[], asList: boolean): unknown {
  const [only] = objects;
  if (!asList && objects.length === 1) return only;
  return { apiVersion: 'v1', items: objects, kind: 'List', metadata: { resourceVersion: '' } };
}

function jsonPathPrinter(text: string, asJson: boolean): Printer | Failure {
  if (text === '') return failure('template format specified but no template given');
  const template = parseTemplate(text);
  if (!template.ok) return failure(`error parsing jsonpath ${text}, ${template.message}`);
  return (objects, asList) => {
    const root = whole(objects, asList);
    const wrong = (message: string): Failure =>
      failure(
        `error executing jsonpath ${JSON.stringify(text)}: Error executing template: ${message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${text}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(root)}\n\n`,
      );
    if (asJson) {
      const result = templateValues(template.pieces, root);
      return result.ok ? `${indentedJson(result.values)}\n` : wrong(result.message);
    }
    const result = renderTemplate(template.pieces, root);
    return result.ok ? result.text : wrong(result.message);
  };
}

function columnsPrinter(spec: string, headers: boolean): Printer | Failure {
  // A wrong spec is refused before anything is printed.
  const trial = customColumns(spec, [], headers);
  if (isFailure(trial)) return trial;
  return (objects) => customColumns(spec, objects, headers);
}
