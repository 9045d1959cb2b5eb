import { html, note, p, specs, ul } from "../html.ts";
import { inCategory } from "../product.ts";

export const connectors = inCategory("Connectors", [
  {
    id: 1099,
    model: "CQRJSTEL-A",
    name: "JST EL - 2 Pin Connector Kit",
    description: html(
      p(`Wire-to-wire housings of the EL series with a positive latch: the pair clicks when it is
        seated and needs a deliberate press to come apart, which is why lamp and fan makers use
        it.`),
      ul(
        "20 receptacles and 20 plugs, 2 positions, 4.5 mm pitch",
        "50 female and 50 male tin-plated brass contacts",
        "For AWG 22 to 16 stranded wire, 7 A and 250 V per contact at AWG 16",
        "Natural nylon 66, UL94 V-0",
      ),
      p("Crimp with a 1.0 mm² die; pliers alone will not give a gas-tight joint."),
    ),
    price: 6.16,
    quantity: 999,
    image: "catalog/CQRobot/JST EL/JST EL 2P-1.jpg",
    views: 318,
  },
  {
    id: 1100,
    model: "CQRJSTEL-B",
    name: "JST EL - 3 Pin Connector Kit",
    description: html(
      p(`The three-way version of our EL kit, handy wherever a protective earth or a tacho line
        has to travel with the supply pair.`),
      ul(
        "15 plug and 15 receptacle housings, 3 positions in a row",
        "100 crimp contacts, half of each gender",
        "Insulation diameter 1.7 to 3.0 mm",
      ),
    ),
    price: 6.88,
    quantity: 214,
    image: "catalog/CQRobot/JST EL/JST EL 3P-1.jpg",
    views: 37,
  },
  {
    id: 993,
    model: "CQRJSTPH-A",
    name: "JST PH - 2 / 3 / 4 Pin Connector Kit",
    description: html(
      p(`Everything for 2.0 mm PH connections in one sorted box. This is the small white plug
        found on single-cell lithium packs and on most sensor breakout boards.`),
      specs({
        Pitch: "2.0 mm",
        Housings: "30 × 2 pin, 20 × 3 pin, 20 × 4 pin",
        "Board headers": "straight, same counts as the housings",
        Contacts: "230 pcs, phosphor bronze, tin plated",
        Rating: "2 A AC/DC at AWG 24, 100 V",
      }),
      note("Mind the polarity.", "Battery makers do not agree on which side is plus: measure first."),
    ),
    price: 8.99,
    quantity: 640,
    image: "catalog/CQRobot/2.0JST C/CQRJST2.0-C-1.jpg",
    views: 365,
  },
  {
    id: 994,
    model: "CQRJSTPH-D",
    name: "JST PH 2 Pin Pre-Crimped Pigtails, 10 Pairs",
    description: html(
      p("No crimping tool? These 150 mm silicone leads come with the PH plug already fitted."),
      p(`Each pair is one socket lead and one plug lead, red and black, AWG 26 with 30 × 0.08 mm
        tinned strands. The bare ends are stripped 3 mm and pre-tinned, ready to solder.`),
    ),
    price: 5.49,
    quantity: 158,
    image: "catalog/CQRobot/2.0JST C/PH Pigtail 2P-1.jpg",
    views: 22,
  },
  {
    id: 995,
    model: "CQRJSTXH-A",
    name: "JST XH 2.54 mm Connector Kit, 460 pcs",
    description: html(
      p(`XH is the connector on balance leads of LiPo packs and on the stepper ports of most 3D
        printer mainboards. The kit covers 2, 3, 4 and 5 positions.`),
      ul(
        "Housings: 40 / 20 / 20 / 12",
        "Vertical shrouded headers in the same quantities",
        "276 reel-cut terminals, AWG 28 to 22",
        "3 A, 250 V, -25 °C to +85 °C",
      ),
    ),
    price: 11.99,
    quantity: 87,
    image: "catalog/CQRobot/JST XH/JST XH Kit-1.jpg",
    views: 33,
  },
  {
    id: 996,
    model: "CQRJSTSM-4P",
    name: "JST SM 4 Pin Plug and Socket Cables for RGB Strip, 5 Pairs",
    description: html(
      p(`Ready-made extension tails for RGB strip. The hooked lock survives being pulled through
        a cable duct, and the black housings disappear behind furniture.`),
      specs({
        Wire: "AWG 22, PVC, 15 cm each side",
        Colours: "black (+), green, red, blue",
        Pitch: "2.5 mm",
        "Current per way": "3 A",
      }),
    ),
    price: 4.25,
    quantity: 0,
    image: "catalog/CQRobot/JST SM/JST SM 4P-1.jpg",
    views: 14,
  },
  {
    id: 997,
    model: "CQRDUPONT-620",
    name: "Dupont 2.54 mm Housing and Crimp Pin Kit, 620 pcs",
    description: html(
      p(`Make jumper leads of exactly the length you need. Single-row housings from 1 to 6 ways,
        male and female pins and a few strips of 40-way header to plug them on.`),
      p(`The pins have the two separate wings, one for the conductor and one for the insulation,
        so a finished lead stands being unplugged by the cable now and then.`),
      ul("240 housings", "190 female contacts", "180 male contacts", "10 header strips, 1 × 40"),
    ),
    price: 12.49,
    quantity: 132,
    image: "catalog/CQRobot/Dupont/Dupont Kit 620-1.jpg",
    views: 29,
  },
  {
    id: 998,
    model: "CQRKF301-2P",
    name: "KF301 Screw Terminal Block, 5.08 mm, 2 Pin, 20 pcs",
    description: html(
      p(`Rising-cage terminals for boards that meet real cables. Blocks dovetail into each other
        at the sides, so two of them make a 4-way and three a 6-way strip.`),
      specs({
        "Wire range": "0.5 to 2.5 mm² (AWG 22 to 14)",
        Rating: "16 A, 300 V",
        Torque: "0.4 N·m, M3 screw",
        "Hole size": "1.3 mm",
      }),
    ),
    price: 3.79,
    quantity: 410,
    image: "catalog/CQRobot/Terminal Block/KF301 2P-1.jpg",
    views: 18,
  },
  {
    id: 999,
    model: "CQRPH40-M",
    name: "Pin Header Strip 1×40, 2.54 mm, Male, 10 pcs",
    description: html(
      p(`Snap-off header with a notch at every position. Gold flash over nickel on 0.64 mm square
        brass posts, 6.0 mm mating length and 3.0 mm solder tail.`),
      p("Black glass-filled PBT keeps its shape at 260 °C, so a slow soldering hand is forgiven."),
    ),
    price: 2.35,
    quantity: 875,
    image: "catalog/CQRobot/Header/Male Header 40P-1.jpg",
    views: 9,
  },
  {
    id: 1000,
    model: "CQRXT60-5",
    name: "XT60 Connector Pair with Heat Shrink, 5 Pairs",
    description: html(
      p("High-current battery plugs for drones, e-skateboards and solar storage."),
      ul(
        "60 A continuous, 90 A for ten seconds",
        "3.5 mm gold-plated spring bullets, contact resistance below 0.6 mΩ",
        "Solder cups for AWG 12",
        "20 pieces of red and black shrink tube included",
      ),
      p("Keep the pair mated while soldering: it centres the bullets should the nylon soften."),
    ),
    price: 7.2,
    quantity: 96,
    image: "catalog/CQRobot/XT/XT60 Pair-1.jpg",
    views: 25,
  },
  {
    id: 1001,
    model: "CQRDC5521-T",
    name: "DC Barrel Jack 5.5 × 2.1 mm to Screw Terminal, Male + Female",
    description: html(
      p(`Connects a bare two-core cable to any standard 12 V plug supply without solder. Plus and
        minus are moulded into the green terminal.`),
      p("Sold as one male and one female adapter. Up to 5 A at 24 V DC; wire up to 1.5 mm²."),
    ),
    price: 1.6,
    quantity: 322,
    image: "catalog/CQRobot/DC Jack/DC Jack 5521-1.jpg",
    views: 11,
  },
]);
