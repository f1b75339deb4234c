/**
 * Stands for parts of Monaco that its editor names and this page never makes: comparing two texts, and drawing them by WebGPU. They would
 * be a tenth of its code.
 */
export class DiffEditorWidget {}
export class MultiDiffEditorWidget {}
export class ViewGpuContext {}
export class ViewLinesGpu {}
