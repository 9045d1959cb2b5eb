import { html, note, p, specs, ul } from "../html.ts";
import { inCategory } from "../product.ts";

export const power = inCategory("Power", [
  {
    id: 960,
    model: "CQRLM2596",
    name: "LM2596 Adjustable Step-Down Module, 3 A",
    description: html(
      p(`Turn the brass screw until the voltmeter shows what you need: from a 24 V supply down to
        3.3 V without the heat of a linear regulator.`),
      specs({
        Input: "4.5 to 35 V",
        Output: "1.25 to 30 V, 2 A (3 A with cooling)",
        Efficiency: "up to 92 %",
        Ripple: "30 mV at 20 MHz bandwidth",
        Frequency: "150 kHz",
      }),
      p("Input should exceed output by 1.5 V. Set the voltage before connecting a load."),
    ),
    price: 1.85,
    quantity: 705,
    image: "catalog/CQRobot/DC-DC/LM2596-1.jpg",
    views: 97,
  },
  {
    id: 961,
    model: "CQRXL6009",
    name: "XL6009 Step-Up Module, 4 A Switch",
    description: html(
      p(`Raises 5 V or a 12 V battery to anything up to 35 V. Typical jobs are LED strings and 19
        V laptops.`),
      ul("3 to 32 V in, 5 to 35 V out", "400 kHz, 94 % peak", "No output short-circuit protection: fuse it"),
    ),
    price: 2.05,
    quantity: 260,
    image: "catalog/CQRobot/DC-DC/XL6009-1.jpg",
    views: 13,
  },
  {
    id: 962,
    model: "CQRTP4056-C",
    name: "TP4056 Li-Ion Charger with Protection, USB-C, 3 pcs",
    description: html(
      p(`Linear 1 A charger for one cell plus DW01 guard against deep discharge, overcharge and
        shorts. Red LED while charging, blue when full.`),
      note("Smaller cell?", "Replace R3: 2 kΩ gives 580 mA, 5 kΩ gives 250 mA and 10 kΩ gives 130 mA."),
      p("Charge voltage 4.2 V ±1.5 %, cut-off at 2.4 V, load current at most 3 A."),
    ),
    price: 3.3,
    quantity: 384,
    image: "catalog/CQRobot/Charger/TP4056 USB-C-1.jpg",
    views: 39,
  },
  {
    id: 963,
    model: "CQRMB102PSU",
    name: "MB102 Breadboard Power Supply, 3.3 V / 5 V",
    description: html(
      p(`Plugs across both rails of an 830-point breadboard; each side has its own jumper for 3.3
        V, off or 5 V.`),
      p("Accepts 6.5 to 12 V on the barrel jack. Total load 700 mA, switch and LED on board."),
    ),
    price: 1.7,
    quantity: 298,
    image: "catalog/CQRobot/Breadboard/MB102 Power-1.jpg",
    views: 16,
  },
  {
    id: 964,
    model: "CQRRELAY1",
    name: "1-Channel Relay Module 5 V, Opto-Isolated",
    description: html(
      p(`A Songle change-over relay with free-wheel diode, status LED and jumper for high or low
        trigger.`),
      specs({
        Contacts: "10 A at 250 V AC, 10 A at 30 V DC",
        Coil: "5 V, 72 mA",
        Isolation: "optocoupler, separate JD-VCC",
        Lifetime: "100 000 operations at rated load",
      }),
      note("Mains kills.", "Use an enclosure, and switch off before you touch anything."),
    ),
    price: 1.9,
    quantity: 355,
    image: "catalog/CQRobot/Relay/Relay 1CH-1.jpg",
    views: 29,
  },
  {
    id: 965,
    model: "CQRRELAY4",
    name: "4-Channel Relay Module 5 V",
    description: html(
      p(`Four independent change-over contacts for irrigation valves or roller shutters.
        Low-level trigger, about 5 mA per input.`),
      p("75 × 55 mm with M3 holes on a 68 × 48 mm grid; terminals take 2.5 mm² wire."),
    ),
    price: 5.3,
    quantity: 126,
    image: "catalog/CQRobot/Relay/Relay 4CH-1.jpg",
    views: 21,
  },
  {
    id: 966,
    model: "CQRAMS1117",
    name: "AMS1117 3.3 V Regulator Module, 5 pcs",
    description: html(
      p("Four pins, two tantalum capacitors, one indicator LED: 3.3 V at 800 mA from 4.5 to 7 V."),
      ul("Dropout 1.1 V at full current", "Line regulation 0.2 %", "25 × 11 mm"),
    ),
    price: 2.4,
    quantity: 0,
    image: "catalog/CQRobot/LDO/AMS1117-3.3-1.jpg",
    views: 8,
  },
  {
    id: 967,
    model: "CQR18650-2",
    name: "18650 Battery Holder, 2 Cells in Series",
    description: html(
      p(`Spring-loaded holder in black polypropylene with 150 mm leads. Cells are embossed with
        their polarity in the floor of each bay.`),
      p("Two holes for countersunk M3 screws. For flat-top and button-top cells of 65 to 70 mm."),
    ),
    price: 1.45,
    quantity: 217,
    image: "catalog/CQRobot/Battery/18650 Holder 2S-1.jpg",
    views: 12,
  },
  {
    id: 968,
    model: "CQRLIPO1000",
    name: "LiPo Battery 3.7 V 1000 mAh with PH 2.0 Plug",
    description: html(
      p(`Slim pouch cell for wearables and sensor nodes, with protection board under the yellow
        tape.`),
      specs({
        Size: "5.0 × 30 × 50 mm",
        "Charge current": "500 mA, 1 A at most",
        Discharge: "1 A continuous",
        "Cut-off": "2.75 V",
        Cycles: "500 to 80 % capacity",
      }),
      note("Transport:", "ships by ground only (UN3481)."),
    ),
    price: 6.95,
    quantity: 84,
    image: "catalog/CQRobot/Battery/LiPo 1000mAh-1.jpg",
    views: 30,
  },
  {
    id: 969,
    model: "CQRPSU12-5",
    name: "12 V 5 A Desktop Power Adapter",
    description: html(
      p(`60 W switching supply with the usual 5.5 × 2.1 mm plug, centre positive. Enough for five
        metres of 60-LED strip or a small printer bed.`),
      p("100 to 240 V AC, 50/60 Hz, efficiency level VI, 1.2 m cable, interchangeable mains lead."),
    ),
    price: 13.2,
    quantity: 61,
    image: "catalog/CQRobot/Adapter/12V 5A Adapter-1.jpg",
    views: 17,
  },
  {
    id: 970,
    model: "CQRINA219",
    name: "INA219 Current and Power Monitor, ±3.2 A",
    description: html(
      p(`High-side measurement with a 0.1 Ω 1 % shunt: know what your solar node really drains,
        in steps of 0.8 mA, without breaking the ground connection.`),
      ul("Bus voltage 0 to 26 V", "12-bit ADC, hardware averaging", "I²C, 16 addresses"),
    ),
    price: 3.7,
    quantity: 191,
    image: "catalog/CQRobot/INA219/INA219-1.jpg",
    views: 23,
  },
  {
    id: 971,
    model: "CQRSOLAR6-1",
    name: "Polycrystalline Solar Panel 6 V 1 W",
    description: html(
      p(`Epoxy-sealed 110 × 60 mm panel with solder pads on the back. Pairs well with a TP4056
        charger.`),
      specs({ "Open circuit": "7.2 V", "Max. power point": "6.0 V, 166 mA", Efficiency: "17 %" }),
    ),
    price: 3.85,
    quantity: 109,
    image: "catalog/CQRobot/Solar/Solar 6V 1W-1.jpg",
    views: 19,
  },
]);
