import { html, note, p, specs, ul } from "../html.ts";
import { inCategory } from "../product.ts";

export const leds = inCategory("LEDs & Lighting", [
  {
    id: 1010,
    model: "CQRLED5-KIT",
    name: "5 mm LED Assortment, 5 Colours × 20, with Resistors",
    description: html(
      p("Twenty each of red, yellow, green, blue and white diffused LEDs in a divided box."),
      ul(
        "Forward voltage 2.0 V (red, yellow) or 3.1 V (green, blue, white)",
        "20 mA, 60° beam",
        "100 matching 220 Ω resistors",
      ),
      p("The longer leg is the anode; if both are cut, look for the flat on the rim."),
    ),
    price: 5.8,
    quantity: 204,
    image: "catalog/CQRobot/LED/LED 5mm Kit-1.jpg",
    views: 34,
  },
  {
    id: 1011,
    model: "CQRLED5-R",
    name: "LED 5 mm Red, 620 nm, 20 mA",
    description: html(
      p("Single diffused indicator LED, sold by the piece from the reel bag."),
      p("Luminous intensity 250 mcd at 20 mA, forward voltage 1.9 to 2.2 V, reverse voltage 5 V."),
    ),
    price: 0.0425,
    quantity: 8400,
    image: "catalog/CQRobot/LED/LED 5mm Red-1.jpg",
    views: 10,
  },
  {
    id: 1012,
    model: "CQRLED5-B",
    name: "LED 5 mm Blue, 468 nm, Water Clear",
    description: html(
      p(`Narrow-beam InGaN emitter in a clear lens. Off it looks like glass, on it is visible
        across a workshop: 4000 mcd within 20°.`),
      p("Needs at least 3.0 V, so drive it from 5 V with 100 Ω in series."),
    ),
    price: 0.0575,
    quantity: 5200,
    image: "catalog/CQRobot/LED/LED 5mm Blue-1.jpg",
    views: 7,
  },
  {
    id: 1013,
    model: "CQRWS2812-60",
    name: "WS2812B Addressable LED Strip, 60 LED/m, 1 m, IP65",
    description: html(
      p(`Each pixel has its own controller, so colours run, fade and sparkle along one data wire.
        Silicone sleeve against splashes, 3M tape on the back.`),
      specs({
        Supply: "5 V, up to 60 mA per pixel (3.6 A per metre)",
        Data: "800 kHz, single wire",
        "Cutting interval": "16.7 mm",
        "Colour depth": "24 bit",
      }),
      p("Put 470 Ω into the data line and 1000 µF across the supply before switching on."),
    ),
    price: 10.9,
    quantity: 165,
    image: "catalog/CQRobot/WS2812/WS2812B Strip-1.jpg",
    views: 76,
  },
  {
    id: 1014,
    model: "CQRWS2812-R16",
    name: "WS2812B LED Ring, 16 Pixels, Ø 68 mm",
    description: html(
      p(`Status halo, clock dial or camera light. Black solder mask keeps the gaps between pixels
        dark.`),
      ul("Inner diameter 44 mm", "5 V, 0.96 A at full white", "DIN and DOUT pads for chaining rings"),
    ),
    price: 3.65,
    quantity: 143,
    image: "catalog/CQRobot/WS2812/WS2812B Ring 16-1.jpg",
    views: 28,
  },
  {
    id: 1015,
    model: "CQRWS2812-M64",
    name: "WS2812B 8×8 Flexible RGB Matrix",
    description: html(
      p(`64 pixels on a flexible 80 × 80 mm sheet that bends around a bottle. The rows are wired
        in a zigzag, which every common library has a switch for.`),
      note("Brightness:", "cap it at 25 % in software when powered from a USB port."),
    ),
    price: 9.6,
    quantity: 52,
    image: "catalog/CQRobot/WS2812/WS2812B Matrix 8x8-1.jpg",
    views: 25,
  },
  {
    id: 1016,
    model: "CQRKY016",
    name: "RGB LED Module 5 mm, Common Cathode",
    description: html(
      p("Three dice in one diffused dome with 150 Ω resistors on board: straight onto PWM pins."),
      p("Pins R, G, B and GND. Suits both 3.3 V and 5 V controllers."),
    ),
    price: 0.95,
    quantity: 365,
    image: "catalog/CQRobot/LED/RGB Module-1.jpg",
    views: 9,
  },
  {
    id: 1017,
    model: "CQRSTAR3W-WW",
    name: "3 W Power LED on Star Board, 3000 K",
    description: html(
      p(`Warm white emitter, 240 lm at 700 mA, reflow-soldered to a 20 mm aluminium star. Must be
        screwed or glued to a heatsink: ten seconds without one are too long.`),
      specs({ "Forward voltage": "3.2 to 3.6 V", CRI: "> 80", "Beam angle": "120°" }),
    ),
    price: 1.15,
    quantity: 278,
    image: "catalog/CQRobot/LED/Star 3W-1.jpg",
    views: 6,
  },
  {
    id: 1018,
    model: "CQRCOB-WW",
    name: "COB LED Strip 2700 K, 24 V, 5 m",
    description: html(
      p(`480 tiny chips per metre under one band of phosphor: a line of light without visible
        dots.`),
      ul("10 W/m, 1000 lm/m", "CRI 90", "8 mm wide, cut every 50 mm", "For channels and coves, IP20"),
    ),
    price: 24.5,
    quantity: 37,
    image: "catalog/CQRobot/COB/COB Strip 2700K-1.jpg",
    views: 22,
  },
  {
    id: 1019,
    model: "CQRTRAFFIC",
    name: "Traffic Light LED Module",
    description: html(
      p("Red, yellow and green 8 mm LEDs in a row, made for model crossings and first programs."),
      p("Common ground, resistors for 5 V fitted, 56 × 21 mm, mounting hole at either end."),
    ),
    price: 1.25,
    quantity: 231,
    image: "catalog/CQRobot/LED/Traffic Light-1.jpg",
    views: 15,
  },
  {
    id: 1020,
    model: "CQRKY008",
    name: "KY-008 Laser Module 650 nm, Red Dot",
    description: html(
      p(`Collimated 5 mW diode in a brass barrel, used for light barriers together with a
        photoresistor. 5 V, under 40 mA.`),
      note("Class 3R.", "Do not look into the beam, and do not sell on to children."),
    ),
    price: 1.1,
    quantity: 0,
    image: "catalog/CQRobot/Laser/KY-008-1.jpg",
    views: 11,
  },
]);
