import type { ExportDefinition } from './contract'
import { curvesCsvExport } from './curves-csv'
import { curvesParquetExport } from './curves-parquet'
import { jaxScript, notebook, numpyScript, pytorchScript } from './python/exports'
import { runsCsvExport } from './runs-csv'
import { tensorboardExport } from './tensorboard'

/** Every format that runs can be exported in; menus and the command line follow this order. */
export const exportFormats: readonly ExportDefinition[] = [
  curvesCsvExport,
  runsCsvExport,
  curvesParquetExport,
  tensorboardExport,
  numpyScript,
  pytorchScript,
  jaxScript,
  notebook,
]
