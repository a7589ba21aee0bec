// Lets Node import a module that imports a style sheet, which esbuild would put into the bundle.
import { register } from "node:module";

const hooks = `export const load = (url, context, next) =>
  url.endsWith(".css")
    ? { format: "module", source: "export default ''", shortCircuit: true }
    : next(url, context);`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
