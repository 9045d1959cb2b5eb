import { html, note, p, specs, ul } from "../html.ts";
import { inCategory } from "../product.ts";

export const cables = inCategory("Cables & Wires", [
  {
    id: 1030,
    model: "CQRDP120-20",
    name: "杜邦线 Dupont Jumper Wire Kit, 3 × 40 pcs, 20 cm",
    description: html(
      p(`Three rainbow ribbons, one each of male-male, male-female and female-female. Peel off
        single leads or keep eight together for a bus.`),
      ul(
        "AWG 28, 7 × 0.12 mm tinned copper-clad strands",
        "2.54 mm housings, fit side by side on a header",
        "Ten colours in resistor-code order",
      ),
    ),
    price: 5.99,
    quantity: 812,
    image: "catalog/CQRobot/Jumper/Dupont 3x40-1.jpg",
    views: 142,
  },
  {
    id: 1031,
    model: "CQRDP120-10",
    name: "杜邦线 Dupont Jumper Wire Kit, 3 × 40 pcs, 10 cm",
    description: html(
      p("The short set, for tidy stacks where 20 cm leads would only make a bird's nest."),
      p("Same contacts and colours as the long version; resistance about 25 mΩ per lead."),
    ),
    price: 4.69,
    quantity: 395,
    image: "catalog/CQRobot/Jumper/Dupont 3x40-1.jpg",
    views: 31,
  },
  {
    id: 1032,
    model: "CQRJW65",
    name: "Breadboard Jumper Wires, 65 pcs, Assorted Lengths",
    description: html(
      p(`Flexible leads with moulded male tips that survive hundreds of insertions. 12, 16, 20
        and 24 cm, mixed colours in a bundle.`),
      p("Tip diameter 0.8 mm, rated 1 A. A must for anyone starting out."),
    ),
    price: 3.2,
    quantity: 460,
    image: "catalog/CQRobot/Jumper/Jumper 65-1.jpg",
    views: 20,
  },
  {
    id: 1033,
    model: "CQRJW140",
    name: "U-Shape Solid Jumper Kit, 140 pcs",
    description: html(
      p("Pre-bent, pre-stripped AWG 22 bridges that lie flat on the breadboard, 14 lengths."),
      specs({ Lengths: "2.5 mm to 125 mm", Each: "10 pcs", Box: "divided, snap lid" }),
    ),
    price: 4.1,
    quantity: 186,
    image: "catalog/CQRobot/Jumper/U Jumper 140-1.jpg",
    views: 12,
  },
  {
    id: 1034,
    model: "CQRUSBC-1",
    name: "USB-A to USB-C Data Cable, 1 m",
    description: html(
      p(`All four USB 2.0 wires are really connected (480 Mbit/s), which cannot be said of the
        cables that come with lamps. 56 kΩ pull-up as the standard demands, 3 A.`),
      p("Nylon braid, strain relief rated for 10 000 bends."),
    ),
    price: 3.9,
    quantity: 341,
    image: "catalog/CQRobot/USB/USB-C Cable-1.jpg",
    views: 18,
  },
  {
    id: 1035,
    model: "CQRUSBC-05",
    name: "USB-A to USB-C Data Cable, 0.5 m",
    description: html(
      p("Half a metre is plenty between a hub and a development board on the same desk."),
      ul("Charge and data", "Voltage drop below 120 mV at 2 A", "Weight 18 g"),
    ),
    price: 3.3,
    quantity: 127,
    image: "catalog/CQRobot/USB/USB-C Cable-1.jpg",
    views: 5,
  },
  {
    id: 1036,
    model: "CQRUSBMINI",
    name: "USB-A to Mini-B Cable, 30 cm, Blue",
    description: html(
      p(`For the older Nano boards, card readers and calculators which still wear a Mini-B
        socket.`),
      p("Foil shield and drain wire, translucent blue jacket 4.0 mm."),
    ),
    price: 1.35,
    quantity: 240,
    image: "catalog/CQRobot/USB/USB Mini Cable-1.jpg",
    views: 4,
  },
  {
    id: 1037,
    model: "CQRSIL22-6",
    name: "Silicone Wire Kit 22 AWG, 6 Colours × 8 m",
    description: html(
      p(`Limp as string and indifferent to a soldering iron: the insulation withstands 200 °C. 60
        strands of 0.08 mm tinned copper.`),
      specs({ "Outer Ø": "1.7 mm ±0.1", Resistance: "55 mΩ/m", Rating: "600 V, 8 A in free air" }),
    ),
    price: 15.9,
    quantity: 73,
    image: "catalog/CQRobot/Wire/Silicone 22AWG-1.jpg",
    views: 24,
  },
  {
    id: 1038,
    model: "CQRALLI10",
    name: "Crocodile Clip Test Leads, 10 pcs, 50 cm",
    description: html(
      p("Five colours, two of each, soldered and not merely crimped inside the boots."),
      p("For up to 36 V and 1 A: test leads for the bench, not for mains."),
    ),
    price: 2.95,
    quantity: 222,
    image: "catalog/CQRobot/Test Lead/Crocodile 10-1.jpg",
    views: 13,
  },
  {
    id: 1039,
    model: "CQRHST-328",
    name: "Heat Shrink Tubing 2:1, 328 pcs",
    description: html(
      p("Polyolefin sleeves from Ø 1.0 to 13 mm in five colours, cut to 45 mm and sorted by size."),
      ul("Shrinks at 90 °C", "-55 °C to +125 °C", "Halogen free, self-extinguishing"),
    ),
    price: 5.25,
    quantity: 304,
    image: "catalog/CQRobot/Heat Shrink/Heat Shrink 328-1.jpg",
    views: 17,
  },
  {
    id: 1040,
    model: "CQRHARNESS",
    name: "Made-to-Order Cable Assembly (per Hour of Work)",
    description: html(
      p(`Send us a drawing or a sample and we crimp, solder and label your harness. Parts are
        charged separately; ten pieces of the same kind usually take an hour.`),
      note("Lead time:", "five working days after you approve the first article."),
    ),
    price: 39,
    quantity: 40,
    image: "",
    views: 2,
  },
]);
