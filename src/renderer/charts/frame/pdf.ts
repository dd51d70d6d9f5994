import regular from '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf?url'
import semibold from '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf?url'
import { jsPDF } from 'jspdf'
import { svg2pdf } from 'svg2pdf.js'

/** A CSS pixel in points. */
const point = 0.75
const fonts = [
  { address: regular, file: 'Inter-Regular.ttf', weight: 400 },
  { address: semibold, file: 'Inter-SemiBold.ttf', weight: 600 },
]

async function read(address: string): Promise<string> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`The font of the picture could not be read: ${answer.statusText}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const parts: string[] = []
  for (let from = 0; from < bytes.length; from += 8_192)
    parts.push(String.fromCharCode(...bytes.subarray(from, from + 8_192)))
  return parts.join('')
}

/** A page as large as the picture, with its letters embedded. */
export async function pdfOf(svg: string, width: number, height: number): Promise<Blob> {
  const format = [width * point, height * point]
  const orientation = width > height ? 'landscape' : 'portrait'
  const pdf = new jsPDF({ unit: 'pt', format, orientation, compress: true, putOnlyUsedFonts: true })
  for (const { address, file, weight } of fonts) {
    pdf.addFileToVFS(file, await read(address))
    pdf.addFont(file, 'Inter', 'normal', weight, 'Identity-H')
  }
  const { documentElement } = new DOMParser().parseFromString(svg, 'image/svg+xml')
  await svg2pdf(documentElement, pdf, { x: 0, y: 0, width: format[0], height: format[1] })
  return pdf.output('blob')
}
