/**
 * The blocks in the editor. Plain JavaScript with WordPress's own packages: nothing has to be built.
 */
( function ( wp ) {
	'use strict';

	var el = wp.element.createElement;
	var __ = wp.i18n.__;
	var blockEditor = wp.blockEditor;
	var components = wp.components;

	function panel( title, controls ) {
		return el(
			blockEditor.InspectorControls,
			{ key: 'inspector' },
			el( components.PanelBody, { title: title }, controls )
		);
	}

	function controlsOf( name, props ) {
		if ( name === 'tributary/stats' ) {
			return panel(
				__( 'Statistics', 'tributary' ),
				el( components.SelectControl, {
					label: __( 'Figures by', 'tributary' ),
					value: props.attributes.interval,
					options: [
						{ label: __( 'Day', 'tributary' ), value: 'day' },
						{ label: __( 'Week', 'tributary' ), value: 'week' },
						{ label: __( 'Month', 'tributary' ), value: 'month' },
					],
					onChange: function ( value ) {
						props.setAttributes( { interval: value } );
					},
				} )
			);
		}
		if ( name === 'tributary/signup' ) {
			return panel(
				__( 'Sign-up form', 'tributary' ),
				el( components.TextControl, {
					label: __( 'Address of the form', 'tributary' ),
					help: __( 'Empty: the one chosen in the settings.', 'tributary' ),
					value: props.attributes.form,
					onChange: function ( value ) {
						props.setAttributes( { form: value } );
					},
				} )
			);
		}
		return null;
	}

	[ 'center', 'stats', 'links', 'promo-tools', 'referrals', 'earnings', 'next-payment', 'signup' ].forEach( function ( part ) {
		var name = 'tributary/' + part;
		wp.blocks.registerBlockType( name, {
			edit: function ( props ) {
				return el(
					'div',
					blockEditor.useBlockProps(),
					controlsOf( name, props ),
					el( wp.serverSideRender, { block: name, attributes: props.attributes } )
				);
			},
			save: function () {
				return null;
			},
		} );
	} );

	wp.blocks.registerBlockType( 'tributary/only-partners', {
		edit: function ( props ) {
			return el(
				'div',
				blockEditor.useBlockProps( { className: 'tributary-only-partners' } ),
				panel( __( 'Who sees it', 'tributary' ), [
					el( components.TextControl, {
						key: 'program',
						label: __( 'Program', 'tributary' ),
						help: __( 'The id of a program, such as prog_...; empty: every approved partner.', 'tributary' ),
						value: props.attributes.program,
						onChange: function ( value ) {
							props.setAttributes( { program: value } );
						},
					} ),
					el( components.TextareaControl, {
						key: 'otherwise',
						label: __( 'What others read instead', 'tributary' ),
						value: props.attributes.otherwise,
						onChange: function ( value ) {
							props.setAttributes( { otherwise: value } );
						},
					} ),
				] ),
				el( 'p', { className: 'tributary-only-label' }, __( 'Only partners see this:', 'tributary' ) ),
				el( blockEditor.InnerBlocks )
			);
		},
		save: function () {
			return el( blockEditor.InnerBlocks.Content );
		},
	} );
} )( window.wp );
