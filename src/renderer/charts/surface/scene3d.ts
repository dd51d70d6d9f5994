import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DataTexture,
  DoubleSide,
  GreaterDepth,
  Group,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
  NearestFilter,
  PerspectiveCamera,
  Scene,
  SRGBColorSpace,
  WebGLRenderer,
} from 'three'
import { LineMaterial } from 'three/addons/lines/LineMaterial.js'
import { LineSegments2 } from 'three/addons/lines/LineSegments2.js'
import { LineSegmentsGeometry } from 'three/addons/lines/LineSegmentsGeometry.js'
import { bandColours, bandOf } from '../scales/colour-scale'
import { across, away, drape, heightAt, tall, type Relief } from './relief'
import type { SceneColours, SceneGround, ScenePath, SceneUpdate } from './scene-protocol'
import { eyeOf, fieldOfView, hiddenAlpha, target, zoomOf, type View, type Viewport } from './view'

/** CSS pixels in the length that dashes are measured in. */
const dashUnit = 0.007
/** Of lines above the surface, so that they are seen. */
const lift = 0.006

/** What three.js draws of a surface: no loop, a picture when it is told what has changed. */
export class Scene3d {
  private readonly renderer: WebGLRenderer
  private readonly scene = new Scene()
  private readonly camera = new PerspectiveCamera(fieldOfView, 1, 0.1, 60)
  private readonly ground = new Group()
  private readonly paths = new Group()
  private relief: Relief | undefined

  /** @throws where the canvas can't have a WebGL context */
  constructor(canvas: OffscreenCanvas) {
    const context = canvas.getContext('webgl2', { alpha: true, antialias: true })
    if (!context) throw new Error('This window has no WebGL')
    this.renderer = new WebGLRenderer({ canvas, context })
    this.renderer.setClearColor(0, 0)
    this.scene.add(this.ground, this.paths)
  }

  show({ ground, paths, colours, view, viewport }: SceneUpdate): void {
    if (ground) this.setGround(ground, colours)
    if (paths) this.setPaths(paths, colours)
    this.look(view, viewport)
    this.renderer.render(this.scene, this.camera)
  }

  private setGround(ground: SceneGround, colours: SceneColours): void {
    const { relief, levels, lines } = ground
    this.relief = relief
    clear(this.ground)
    this.ground.add(
      meshOf(ground, colours.dark),
      boxOf(colours),
      ...lines.map((ends, k) => levelLine(relief, ends, levels[k] === 0, colours)),
    )
  }

  private setPaths(paths: readonly ScenePath[], colours: SceneColours): void {
    clear(this.paths)
    for (const { view, style } of paths) {
      const ends = this.relief ? drape(this.relief, view, lift) : new Float32Array()
      if (ends.length === 0) continue
      const geometry = new LineSegmentsGeometry()
      geometry.setPositions(ends)
      const rim = new LineSegments2(
        geometry,
        new LineMaterial({
          color: colours.background,
          linewidth: 5,
          transparent: true,
          opacity: 0.65,
          depthWrite: false,
        }),
      )
      const [dash, gap] = style.dash
      const drawn = {
        color: style.color,
        linewidth: 2.5,
        // Drawn with its rim, after all that is not transparent.
        transparent: true,
        dashed: style.dash.length > 0,
        ...(style.dash.length > 0 ? { dashSize: dash * dashUnit, gapSize: gap * dashUnit } : {}),
      }
      const behind = new LineSegments2(
        geometry,
        new LineMaterial({ ...drawn, opacity: hiddenAlpha, depthFunc: GreaterDepth, depthWrite: false }),
      )
      const line = new LineSegments2(geometry, new LineMaterial(drawn))
      line.computeLineDistances()
      // Above its rim.
      line.renderOrder = 1
      this.paths.add(behind, rim, line)
    }
  }

  private look(view: View, viewport: Viewport): void {
    const { whole, width, height, ratio } = viewport
    this.renderer.setPixelRatio(ratio)
    this.renderer.setSize(whole, height, false)
    this.renderer.setViewport(0, 0, width, height)
    this.camera.aspect = width / height
    this.camera.zoom = zoomOf(viewport)
    this.camera.updateProjectionMatrix()
    this.camera.position.set(...eyeOf(view))
    this.camera.lookAt(...target)
  }
}

type Drawn =
  Mesh<BufferGeometry, MeshBasicMaterial> | LineSegments<BufferGeometry, LineBasicMaterial> | LineSegments2

function clear(group: Group): void {
  for (const child of group.children as Drawn[]) {
    child.geometry.dispose()
    if (child.material instanceof MeshBasicMaterial) child.material.map?.dispose()
    child.material.dispose()
  }
  group.clear()
}

/** Where on the strip of colours a value lies: within its band by its distance from the levels around it. */
function placeOnStrip(levels: readonly number[], low: number, high: number): (value: number) => number {
  return (value) => {
    const band = bandOf(levels, value)
    const [from, to] = [levels[band - 1] ?? low, levels[band] ?? high]
    const share = to > from ? Math.min(0.999, Math.max(0.001, (value - from) / (to - from))) : 0.5
    return (band + share) / (levels.length + 1)
  }
}

function stripOf(levels: number, dark: boolean): DataTexture {
  const colours = bandColours(levels, dark).map((colour) => new Color(colour).getHex(SRGBColorSpace))
  const bytes = Uint8Array.from(
    colours.flatMap((hex) => [(hex >> 16) & 255, (hex >> 8) & 255, hex & 255, 255]),
  )
  const strip = new DataTexture(bytes, colours.length, 1)
  strip.colorSpace = SRGBColorSpace
  strip.magFilter = strip.minFilter = NearestFilter
  strip.needsUpdate = true
  return strip
}

/** Light from above the left shoulder: how bright ground is that rises so steeply to the right and away. */
const brightness = (right: number, back: number): number => {
  const [x, y, z] = [-right, 1, back]
  const light = (-0.45 * x + 0.8 * y + 0.4 * z) / Math.hypot(x, y, z)
  return 0.72 + 0.28 * Math.min(1, Math.max(0, light))
}

function meshOf({ relief, values, levels }: SceneGround, dark: boolean): Mesh {
  const { columns, rows, heights } = relief
  const positions = new Float32Array(3 * columns * rows)
  const places = new Float32Array(2 * columns * rows)
  const shades = new Float32Array(3 * columns * rows)
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)]
  const place = placeOnStrip(levels, low, high)
  const height = (i: number, j: number): number =>
    heights[Math.min(rows - 1, Math.max(0, j)) * columns + Math.min(columns - 1, Math.max(0, i))]
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      const k = j * columns + i
      positions.set([(2 * i) / (columns - 1) - 1, heights[k], 1 - (2 * j) / (rows - 1)], 3 * k)
      places.set([place(values[k]), 0.5], 2 * k)
      const right = ((height(i + 1, j) - height(i - 1, j)) * (columns - 1)) / 4
      const back = ((height(i, j + 1) - height(i, j - 1)) * (rows - 1)) / 4
      shades.fill(brightness(right, back), 3 * k, 3 * k + 3)
    }
  }
  const corners = new Uint32Array(6 * (columns - 1) * (rows - 1))
  let at = 0
  for (let j = 0; j < rows - 1; j++) {
    for (let i = 0; i < columns - 1; i++) {
      const k = j * columns + i
      corners.set([k, k + 1, k + columns, k + 1, k + columns + 1, k + columns], at)
      at += 6
    }
  }
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(positions, 3))
  geometry.setAttribute('uv', new BufferAttribute(places, 2))
  geometry.setAttribute('color', new BufferAttribute(shades, 3))
  geometry.setIndex(new BufferAttribute(corners, 1))
  return new Mesh(
    geometry,
    new MeshBasicMaterial({
      map: stripOf(levels.length, dark),
      vertexColors: true,
      side: DoubleSide,
      // Lines at the same place are in front.
      polygonOffset: true,
      polygonOffsetFactor: 1,
      polygonOffsetUnits: 1,
    }),
  )
}

function segments(positions: Float32Array, material: LineBasicMaterial): LineSegments {
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(positions, 3))
  return new LineSegments(geometry, material)
}

function levelLine(relief: Relief, ends: Float64Array, zero: boolean, colours: SceneColours): LineSegments {
  const positions = new Float32Array((ends.length / 2) * 3)
  for (let k = 0; k < ends.length / 2; k++) {
    const [x, z] = [across(relief, ends[2 * k]), away(relief, ends[2 * k + 1])]
    positions.set([x, heightAt(relief, x, z) + lift / 2, z], 3 * k)
  }
  return segments(
    positions,
    new LineBasicMaterial({ color: colours.text, transparent: true, opacity: zero ? 0.9 : 0.3 }),
  )
}

/** The edges of the floor and those that rise from its corners. */
function boxOf(colours: SceneColours): LineSegments {
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ]
  const ends = corners.flatMap(([x, z], k) => {
    const [nextX, nextZ] = corners[(k + 1) % 4]
    return [x, 0, z, nextX, 0, nextZ, x, 0, z, x, tall, z]
  })
  return segments(Float32Array.from(ends), new LineBasicMaterial({ color: colours.axis }))
}
