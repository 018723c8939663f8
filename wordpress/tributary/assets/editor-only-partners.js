/**
 * The block around what only partners see.
 */
( function ( wp ) {
	'use strict';

	var el = wp.element.createElement;
	var __ = wp.i18n.__;
	var blockEditor = wp.blockEditor;
	var components = wp.components;

	function edit( props ) {
		function change( name ) {
			return function ( value ) {
				var some = {};
				some[ name ] = value;
				props.setAttributes( some );
			};
		}
		var program = el( components.TextControl, {
			label: __( 'Program', 'tributary' ),
			help: __( 'The id of a program, such as prog_...; empty: every approved partner.', 'tributary' ),
			value: props.attributes.program,
			onChange: change( 'program' ),
		} );
		var otherwise = el( components.TextareaControl, {
			label: __( 'What others read instead', 'tributary' ),
			value: props.attributes.otherwise,
			onChange: change( 'otherwise' ),
		} );
		var panel = el( components.PanelBody, { title: __( 'Who sees it', 'tributary' ) }, program, otherwise );
		return el(
			'div',
			blockEditor.useBlockProps( { className: 'tributary-only-partners' } ),
			el( blockEditor.InspectorControls, {}, panel ),
			el( 'p', { className: 'tributary-only-label' }, __( 'Only partners see this:', 'tributary' ) ),
			el( blockEditor.InnerBlocks )
		);
	}

	wp.blocks.registerBlockType( 'tributary/only-partners', {
		edit: edit,
		save: function () {
			return el( blockEditor.InnerBlocks.Content );
		},
	} );
} )( window.wp );
