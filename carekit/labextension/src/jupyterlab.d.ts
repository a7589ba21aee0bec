// What is used of JupyterLab's own packages, and no more: their types would bring four hundred
// packages into the lock. Names and shapes are those of JupyterLab 4 and Notebook 7.
export interface Signal<Sender, Told> {
  connect(hear: (sender: Sender, told: Told) => void): boolean;
}
export interface LuminoWidget {
  id: string;
  node: HTMLElement;
  title: { label: string; caption: string; iconClass: string };
  parent: LuminoWidget | null;
  isVisible: boolean;
  isAttached: boolean;
  disposed: Signal<LuminoWidget, unknown>;
  addClass(name: string): void;
  fit?(): void;
}
export interface Lumino {
  Widget: new (options: { node: HTMLElement }) => LuminoWidget;
}
export interface Output {
  output_type: string;
}
export interface CellModel {
  type: string;
  executionCount?: number | null;
  outputs?: { length: number; get(place: number): { type: string } };
  sharedModel: { getSource(): string };
}
export interface Cell extends LuminoWidget {
  model: CellModel;
  outputArea?: LuminoWidget;
}
export interface Notebook extends LuminoWidget {
  widgets: readonly Cell[];
  activeCellIndex: number;
  scrollToItem(place: number, align?: string): Promise<void>;
}
export interface Context {
  path: string;
  ready: Promise<void>;
  model: { dirty: boolean; readOnly: boolean; stateChanged: Signal<unknown, unknown> };
  contentsModel: { writable: boolean } | null;
  save(): Promise<void>;
  saveState: Signal<Context, "started" | "completed" | "failed" | "completed manually">;
  pathChanged: Signal<Context, string>;
}
export interface NotebookPanel extends LuminoWidget {
  content: Notebook;
  context: Context;
  contentHeader: LuminoWidget & { addWidget(one: LuminoWidget): void };
  model: { cells: Iterable<CellModel>; contentChanged: Signal<unknown, unknown> } | null;
}
export interface NotebookTracker {
  forEach(look: (panel: NotebookPanel) => void): void;
  widgetAdded: Signal<NotebookTracker, NotebookPanel>;
  currentChanged: Signal<NotebookTracker, NotebookPanel | null>;
  currentWidget: NotebookPanel | null;
}
export interface Executed {
  notebook: Notebook;
  cell: Cell;
  success?: boolean;
}
export interface NotebookPackage {
  INotebookTracker: unknown;
  NotebookActions: {
    executed: Signal<unknown, Executed>;
    executionScheduled: Signal<unknown, Executed>;
  };
}
export interface Heading {
  text: string;
}
export interface ContentsList {
  getHeadings(): Promise<Heading[] | null>;
  refresh(): Promise<void>;
}
export interface ContentsTracker {
  get(widget: LuminoWidget): ContentsList | null;
}
export interface ServerSettings {
  baseUrl: string;
}
export interface Services {
  ServerConnection: {
    makeRequest(url: string, init: RequestInit, settings: ServerSettings): Promise<Response>;
  };
}
export interface App {
  shell: {
    add(widget: LuminoWidget, area: string, options?: { rank: number }): void;
    activateById(id: string): void;
    collapseLeft?(): void;
    currentChanged?: Signal<unknown, unknown>;
  };
  commands: {
    addCommand(id: string, options: { label: () => string; execute: () => void }): void;
    addKeyBinding(options: {
      command: string;
      keys: string[];
      selector: string;
      args: object;
    }): void;
    execute(id: string, args?: object): Promise<unknown>;
  };
  serviceManager: { serverSettings: ServerSettings };
  restored: Promise<unknown>;
}
/** Webpack's table of shared packages: by name and version what makes the package. */
export type ShareScope = Record<
  string,
  Record<string, { get(): Promise<() => unknown>; loaded?: unknown }>
>;
declare global {
  interface Window {
    _JUPYTERLAB?: Record<string, unknown>;
  }
}
